import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { Damaged, NotWritten } from "./damaged.ts";

/**
 * A log of changes in one file, a line for what was appended at once: a JSON document, or a list of several. What
 * `append` returned from survives kill -9 of this process; a last line torn by the kill is cut off when the log is
 * opened again, with all that was appended in it. Any other damage is refused (Damaged).
 */
export class DurableLog<Entry extends object> {
  readonly #file: string;
  #descriptor: number;
  #length: number;

  constructor(file: string) {
    mkdirSync(dirname(file), { recursive: true });
    this.#file = file;
    if (existsSync(file)) mend(file);
    else replace(file, []);
    this.#descriptor = openSync(file, "a");
    this.#length = fstatSync(this.#descriptor).size;
  }

  /** Every entry so far, oldest first; `parse` proves the shape of each. */
  entries(parse: (line: unknown) => Entry): Entry[] {
    const lines = readFileSync(this.#file, "utf8").split("\n");
    return lines.flatMap((line, index) => {
      if (line === "") return [];
      try {
        const read: unknown = JSON.parse(line);
        return Array.isArray(read) ? read.map(parse) : [parse(read)];
      } catch (error) {
        const why = error instanceof SyntaxError ? error.message : "it holds something else";
        throw new Damaged(this.#file, `line ${index + 1}: ${why}`);
      }
    });
  }

  /** All of them or none. A full disk takes the beginning of a line: it is cut off, or what comes next would join it. */
  append(...entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    const line = Buffer.from(`${JSON.stringify(entries.length === 1 ? entries[0] : entries)}\n`);
    try {
      for (let done = 0; done < line.length; ) done += writeSync(this.#descriptor, line, done);
    } catch (error) {
      ftruncateSync(this.#descriptor, this.#length);
      throw new NotWritten(this.#file, error);
    }
    this.#length += line.length;
  }

  /** Replaces the log by these entries in one step, so that it does not grow for ever. */
  compact(entries: readonly Entry[]): void {
    replace(this.#file, entries);
    closeSync(this.#descriptor);
    this.#descriptor = openSync(this.#file, "a");
    this.#length = fstatSync(this.#descriptor).size;
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/** A log begins with an empty line: one that holds nothing yet is not mistaken for one that has lost everything. */
const replace = (file: string, entries: readonly object[]): void => {
  try {
    writeFileSync(`${file}.new`, `\n${entries.map((entry) => `${JSON.stringify(entry)}\n`).join("")}`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  } catch (error) {
    throw new NotWritten(file, error);
  }
};

/** Only the last line can be torn, and it has begun as a line of ours; what else it may be is damage. */
const mend = (file: string): void => {
  const text = readFileSync(file, "utf8");
  const end = text.lastIndexOf("\n") + 1;
  if (end === 0) throw new Damaged(file, text === "" ? "it is empty" : "it has no line");
  const torn = text.slice(end);
  if (torn === "") return;
  if (!/^[[{]/.test(torn)) throw new Damaged(file, "its end is no line of ours");
  truncateSync(file, Buffer.byteLength(text.slice(0, end)));
};
