import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";

/** Bytes that are being written and that nobody can see yet. */
type Incoming = {
  readonly id: string;
  write(piece: Buffer): Promise<void>;
  done(): Promise<void>;
  drop(): Promise<void>;
};

/**
 * Files of bytes under names of our own making: no key ever becomes part of a path, so `..`, NUL, long and Unicode
 * keys are all the same to it. A file is written under `incoming` and moved when it is whole.
 */
export class Blobs {
  readonly #incoming: string;
  readonly #kept: string;

  constructor(folder: string) {
    this.#incoming = join(folder, "incoming");
    this.#kept = join(folder, "blobs");
    // What was being written when the process ended was never acknowledged.
    rmSync(this.#incoming, { recursive: true, force: true });
    mkdirSync(this.#incoming, { recursive: true });
    mkdirSync(this.#kept, { recursive: true });
  }

  async begin(): Promise<Incoming> {
    const id = randomUUID();
    const path = join(this.#incoming, id);
    const handle = await open(path, "wx");
    return {
      id,
      write: (piece) => writeWhole(handle, piece),
      done: () => handle.close(),
      drop: async () => {
        await handle.close();
        rmSync(path, { force: true });
      },
    };
  }

  /** Moves what was written to where it is kept. Synchronous, so that it can be one step with the log entry. */
  keep(id: string): void {
    const path = this.#pathOf(id);
    mkdirSync(join(path, ".."), { recursive: true });
    renameSync(join(this.#incoming, id), path);
  }

  /** Opens the bytes; undefined once they have been removed. */
  async read(id: string): Promise<FileHandle | undefined> {
    try {
      return await open(this.#pathOf(id), "r");
    } catch (fault) {
      if (existsSync(this.#pathOf(id))) throw fault;
      return undefined;
    }
  }

  /** Whoever has it open goes on reading it. */
  remove(id: string): void {
    rmSync(this.#pathOf(id), { force: true });
  }

  /** Removes what a kill between move and log entry left behind. */
  sweep(isKnown: (id: string) => boolean): void {
    for (const shelf of readdirSync(this.#kept)) {
      for (const id of readdirSync(join(this.#kept, shelf))) if (!isKnown(id)) this.remove(id);
    }
  }

  #pathOf(id: string): string {
    return join(this.#kept, id.slice(0, 2), id);
  }
}

const writeWhole = async (handle: FileHandle, piece: Buffer): Promise<void> => {
  for (let at = 0; at < piece.length; ) at += (await handle.write(piece, at)).bytesWritten;
};
