import { join } from "node:path";
import * as z from "zod";
import { DurableLog } from "../../shared/durable.ts";

const Entry = z.object({ mapping: z.string(), after: z.string() });
type Entry = z.infer<typeof Entry>;

/** How far each stream mapping has come: kept on disk, so that a restart goes on where it stopped. */
export class Positions {
  readonly #log: DurableLog<Entry>;
  readonly #after = new Map<string, string>();

  constructor(folder: string) {
    this.#log = new DurableLog<Entry>(join(folder, "positions.log"));
    for (const { mapping, after } of this.#log.entries((line) => Entry.parse(line))) this.#after.set(mapping, after);
    this.#log.compact([...this.#after].map(([mapping, after]) => ({ mapping, after })));
  }

  of(mapping: string): string | undefined {
    return this.#after.get(mapping);
  }

  move(mapping: string, after: string): void {
    this.#log.append({ mapping, after });
    this.#after.set(mapping, after);
  }

  close(): void {
    this.#log.close();
  }
}
