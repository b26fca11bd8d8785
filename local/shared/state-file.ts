import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Damaged } from "./damaged.ts";

/** A small state in a file of its own, which is replaced in one step; `read` proves its shape, and throws if it is none. */
export const stateFile = <T>(file: string, read: (text: string) => T) => ({
  /** Undefined if there is none yet. Throws Damaged, naming the file. */
  load: (): T | undefined => {
    if (!existsSync(file)) return undefined;
    try {
      return read(readFileSync(file, "utf8"));
    } catch (error) {
      throw new Damaged(file, error instanceof SyntaxError ? error.message : "it holds something else");
    }
  },
  save: (text: string): void => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, text, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  },
});
