/** Runs the work on one subject one after the other, in the order it was asked for. */
export class Serial {
  readonly #tails = new Map<string, Promise<void>>();

  run<T>(subject: string, work: () => Promise<T>): Promise<T> {
    const mine = (this.#tails.get(subject) ?? Promise.resolve()).then(work);
    const tail = mine.then(
      () => undefined,
      () => undefined,
    );
    this.#tails.set(subject, tail);
    void tail.then(() => {
      if (this.#tails.get(subject) === tail) this.#tails.delete(subject);
    });
    return mine;
  }

  /** Resolves once no work is left. */
  async idle(): Promise<void> {
    while (this.#tails.size > 0) await Promise.all(this.#tails.values());
  }
}
