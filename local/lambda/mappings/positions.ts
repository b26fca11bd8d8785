import { join } from "node:path";
import * as z from "zod";
import { DurableLog } from "../../shared/durable.ts";

const Entry = z.object({ mapping: z.string(), position: z.string() });
type Entry = z.infer<typeof Entry>;

/** How far each stream mapping has come: kept on disk, so that a restart goes on where it stopped. */
export class Positions {
  readonly #log: DurableLog<Entry>;
  readonly #position = new Map<string, string>();

  constructor(folder: string) {
    this.#log = new DurableLog<Entry>(join(folder, "positions.log"));
    for (const { mapping, position } of this.#log.entries((line) => Entry.parse(line)))
      this.#position.set(mapping, position);
    this.#log.compact([...this.#position].map(([mapping, position]) => ({ mapping, position })));
  }

  of(mapping: string): string | undefined {
    return this.#position.get(mapping);
  }

  move(mapping: string, position: string): void {
    this.#log.append({ mapping, position });
    this.#position.set(mapping, position);
  }

  close(): void {
    this.#log.close();
  }
}
