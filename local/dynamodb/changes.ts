import type { Commit } from "./ledger.ts";

/** Tells of commits, and remembers the last of each table. */
export class Changes {
  readonly #listeners = new Set<(commit: Commit) => void>();
  readonly #last = new Map<string, Commit>();

  /** Returns the way out. */
  onCommit(listener: (commit: Commit) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(commit: Commit): void {
    for (const table of commit.keys()) this.#last.set(table, commit);
    for (const listener of this.#listeners) listener(commit);
  }

  lastOf(table: string): Commit | undefined {
    return this.#last.get(table);
  }
}
