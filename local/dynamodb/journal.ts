import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { NotWritten } from "../shared/damaged.ts";
import { type Fields, fieldsOf, type Item, isFields } from "./wire.ts";

const BLOCK = 256 * 1024;
const LINE_END = 0x0a;

/** One committed change of one item: when, what was there before, what is there after. */
export type Change = {
  /** Milliseconds on the platform's clock; never earlier than the change before it. */
  readonly at: number;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  /** Deleted because its time to live was over. */
  readonly expired: boolean;
};

export type Placed = Change & { readonly from: number; readonly to: number };

/**
 * Every committed write of one table, in order, a JSON document a line in one file that only grows. A place in it
 * is a byte offset, so the stream and the point-in-time restore read it without an index.
 */
export class Journal {
  readonly #file: string;
  readonly #descriptor: number;
  #length: number;

  constructor(file: string) {
    mkdirSync(dirname(file), { recursive: true });
    this.#file = file;
    this.#descriptor = openSync(file, "a+");
    this.#length = this.#cutTornLine(fstatSync(this.#descriptor).size);
  }

  /** Bytes so far: the place of what comes next. */
  get length(): number {
    return this.#length;
  }

  /** What this returned from survives kill -9. Throws NotWritten, with nothing of it kept. */
  append(changes: readonly Change[]): void {
    const lines = Buffer.from(changes.map(lineOf).join(""));
    try {
      for (let done = 0; done < lines.length; ) done += writeSync(this.#descriptor, lines, done);
    } catch (error) {
      ftruncateSync(this.#descriptor, this.#length);
      throw new NotWritten(this.#file, error);
    }
    this.#length += lines.length;
  }

  /** Changes from this place on, oldest first. */
  *changes(place: number): Generator<Placed> {
    let rest: Buffer = Buffer.alloc(0);
    let from = place;
    for (let at = place; at < this.#length; ) {
      const block = Buffer.alloc(Math.min(BLOCK, this.#length - at));
      const read = readSync(this.#descriptor, block, 0, block.length, at);
      at += read;
      rest = Buffer.concat([rest, block.subarray(0, read)]);
      let start = 0;
      for (let end = rest.indexOf(LINE_END); end !== -1; end = rest.indexOf(LINE_END, start)) {
        const to = from + end + 1 - start;
        yield { ...changeOf(fieldsOf(JSON.parse(rest.toString("utf8", start, end)))), from, to };
        from = to;
        start = end + 1;
      }
      rest = rest.subarray(start);
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  remove(): void {
    this.close();
    rmSync(this.#file);
  }

  /** Only the last line can be torn by a kill, and nobody was told of it; recovery writes it again. */
  #cutTornLine(size: number): number {
    let end = size;
    while (end > 0) {
      const start = Math.max(0, end - BLOCK);
      const block = Buffer.alloc(end - start);
      readSync(this.#descriptor, block, 0, block.length, start);
      const last = block.lastIndexOf(LINE_END);
      end = last === -1 ? start : start + last + 1;
      if (last !== -1) break;
    }
    if (end < size) ftruncateSync(this.#descriptor, end);
    return end;
  }
}

const lineOf = ({ at, before, after, expired }: Change): string =>
  `${JSON.stringify({ at, before, after, ...(expired ? { expired } : {}) })}\n`;

const changeOf = (line: Fields): Change => ({
  at: Number(line["at"]),
  before: itemOf(line["before"]),
  after: itemOf(line["after"]),
  expired: line["expired"] === true,
});

const itemOf = (value: unknown): Item | undefined => (isFields(value) ? value : undefined);
