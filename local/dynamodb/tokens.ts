import { createHash } from "node:crypto";
import * as z from "zod";
import { DurableLog } from "../shared/durable.ts";
import { ServiceFault } from "../shared/fault.ts";

/** How long the real service remembers a ClientRequestToken. */
const REMEMBERED = 10 * 60 * 1000;
const COMPACT_AT = 20_000;

const Used = z.object({ token: z.string(), digest: z.string(), at: z.number() });
type Used = z.infer<typeof Used>;

/**
 * Tokens of committed transactions: a repeat within ten minutes of the platform's clock has no second effect. The
 * engine's own memory of them would be lost when it dies, and goes by the machine's clock.
 */
export class Tokens {
  readonly #log: DurableLog<Used>;
  readonly #used = new Map<string, Used>();
  #lines = 0;

  constructor(file: string) {
    this.#log = new DurableLog<Used>(file);
    for (const used of this.#log.entries((line) => Used.parse(line))) this.#used.set(used.token, used);
    this.#lines = this.#used.size;
  }

  /** True for a repeat of what was committed; throws IdempotentParameterMismatchException when it asks otherwise. */
  isRepeat({ token, digest }: Pick<Used, "token" | "digest">, now: number): boolean {
    const used = this.#used.get(token);
    if (used === undefined || now - used.at > REMEMBERED) return false;
    if (used.digest === digest) return true;
    throw new ServiceFault(
      "IdempotentParameterMismatchException",
      "The request uses the same client token as a previous, but non-identical request.",
    );
  }

  remember(fresh: readonly Used[]): void {
    if (fresh.length === 0) return;
    this.#log.append(...fresh);
    this.#lines += fresh.length;
    for (const used of fresh) {
      this.#used.delete(used.token);
      this.#used.set(used.token, used);
    }
    this.#forget(fresh[0]?.at ?? 0);
  }

  close(): void {
    this.#log.close();
  }

  /** The map is in order of use, so the oldest come first. */
  #forget(now: number): void {
    for (const { token, at } of this.#used.values()) {
      if (now - at <= REMEMBERED) break;
      this.#used.delete(token);
    }
    if (this.#lines < COMPACT_AT || this.#lines < this.#used.size * 2) return;
    this.#log.compact([...this.#used.values()]);
    this.#lines = this.#used.size;
  }
}

/** What a transaction asks for, in 64 hexadecimal digits. */
export const digestOf = (items: unknown): string => createHash("sha256").update(JSON.stringify(items)).digest("hex");
