import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";

const KEPT = 2000;

/** What functions wrote, line by line: the last lines in memory, all of them in one file per function. */
export class FunctionLogs {
  readonly #folder: string;
  readonly #lines = new Map<string, string[]>();
  readonly #torn = new Map<string, string>();

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
  }

  /** Takes text as a copy wrote it; a line counts once it is whole. `copy` keeps lines of two copies apart. */
  write(name: string, copy: string, text: string): void {
    const parts = `${this.#torn.get(copy) ?? ""}${text}`.split("\n");
    this.#torn.set(copy, parts.pop() ?? "");
    const whole = parts.filter((line) => line !== "");
    if (whole.length === 0) return;
    const lines = [...(this.#lines.get(name) ?? []), ...whole];
    this.#lines.set(name, lines.slice(-KEPT));
    appendFileSync(join(this.#folder, `${name}.log`), whole.map((line) => `${line}\n`).join(""));
  }

  /** The copy has ended: what it wrote of a last line is a line. */
  close(name: string, copy: string): void {
    if (this.#torn.get(copy)) this.write(name, copy, "\n");
    this.#torn.delete(copy);
  }

  /** The last 2,000 lines of a function, oldest first. */
  of(name: string): readonly string[] {
    return this.#lines.get(name) ?? [];
  }
}
