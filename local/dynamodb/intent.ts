import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import * as z from "zod";

const Fields = z.record(z.string(), z.unknown());

/** What the engine is about to be asked to do. */
const Intent = z.object({
  writes: z.array(
    z.object({
      table: z.string(),
      key: Fields,
      before: Fields.optional(),
      expired: z.boolean(),
      /** Index into `tokens` of the request that this write belongs to. */
      request: z.number(),
    }),
  ),
  /** A transaction's idempotency token and the digest of what it asked, per request of this commit. */
  tokens: z.array(z.object({ token: z.string(), digest: z.string() }).nullable()),
  /** Lengths of the journals before it: a line behind that belongs to this intent. */
  lengths: z.record(z.string(), z.number()),
});
export type Intent = z.infer<typeof Intent>;

/**
 * The one commit that is under way, in one file that is written over. A process that is killed between the
 * engine's commit and the journal finds it here and compares what it says was there before with what is there now.
 */
export class IntentFile {
  readonly #file: string;
  readonly #descriptor: number;

  constructor(file: string) {
    mkdirSync(dirname(file), { recursive: true });
    this.#file = file;
    this.#descriptor = openSync(file, openFlagsOf(file));
  }

  write(intent: Intent): void {
    const line = Buffer.from(`${JSON.stringify(intent)}\n`);
    for (let done = 0; done < line.length; ) done += writeSync(this.#descriptor, line, done, line.length - done, done);
  }

  clear(): void {
    writeSync(this.#descriptor, "\n", 0);
  }

  /** The commit that was cut off; a torn line means that the engine had not been asked yet. */
  read(): Intent | undefined {
    const text = readFileSync(this.#file, "utf8");
    const line = text.slice(0, Math.max(0, text.indexOf("\n")));
    if (line === "") return undefined;
    try {
      return Intent.parse(JSON.parse(line));
    } catch {
      return undefined;
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/** Opened for writing at any place; "a" would append whatever place is named. */
const openFlagsOf = (file: string): string => {
  closeSync(openSync(file, "a"));
  return "r+";
};
