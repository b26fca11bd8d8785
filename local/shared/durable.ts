import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";

/**
 * A log of changes in one file, a JSON document a line. What `append` returned from survives kill -9 of this
 * process; a last line torn by the kill is cut off when the log is opened again.
 */
export class DurableLog<Entry> {
  readonly #file: string;
  #descriptor: number;

  constructor(file: string) {
    mkdirSync(dirname(file), { recursive: true });
    this.#file = file;
    if (existsSync(file)) mend(file);
    else appendFileSync(file, "");
    this.#descriptor = openSync(file, "a");
  }

  /** Every entry so far, oldest first; `parse` proves the shape of each. */
  entries(parse: (line: unknown) => Entry): Entry[] {
    const lines = readFileSync(this.#file, "utf8").split("\n");
    return lines.filter((line) => line !== "").map((line) => parse(JSON.parse(line)));
  }

  append(...entries: readonly Entry[]): void {
    writeSync(this.#descriptor, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
  }

  /** Replaces the log by these entries in one step, so that it does not grow for ever. */
  compact(entries: readonly Entry[]): void {
    const fresh = `${this.#file}.new`;
    writeFileSync(fresh, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
    closeSync(this.#descriptor);
    renameSync(fresh, this.#file);
    this.#descriptor = openSync(this.#file, "a");
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/** Only the last line can be torn; a damaged line before it is corruption and is refused where it is parsed. */
const mend = (file: string): void => {
  const text = readFileSync(file, "utf8");
  if (text === "" || text.endsWith("\n")) return;
  truncateSync(file, Buffer.byteLength(text.slice(0, text.lastIndexOf("\n") + 1)));
};
