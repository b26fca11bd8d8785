/** Keys in the order in which S3 lists them: by the bytes of their UTF-8 form. */
export class SortedKeys {
  #keys: string[] = [];
  #sorted = true;

  get length(): number {
    return this.#keys.length;
  }

  /** Adds a key that is not there yet. */
  add(key: string): void {
    const last = this.#keys.at(-1);
    if (last !== undefined && compareKeys(last, key) > 0) this.#sorted = false;
    this.#keys.push(key);
  }

  remove(key: string): void {
    const at = this.from(key);
    if (this.#keys[at] === key) this.#keys.splice(at, 1);
  }

  at(index: number): string | undefined {
    this.#sort();
    return this.#keys[index];
  }

  /** Index of the first key that is not before this one. */
  from(key: string): number {
    return this.#first((it) => compareKeys(it, key) >= 0);
  }

  /** Index of the first key after this one. */
  after(key: string): number {
    return this.#first((it) => compareKeys(it, key) > 0);
  }

  /** Index of the first key after all that begin with this prefix. */
  past(prefix: string): number {
    return this.#first((it) => compareKeys(it, prefix) > 0 && !it.startsWith(prefix));
  }

  #first(isReached: (key: string) => boolean): number {
    this.#sort();
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isReached(this.#keys[middle] ?? "")) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Sorted when it is next read: many keys put one after another are sorted once. */
  #sort(): void {
    if (this.#sorted) return;
    this.#keys.sort(compareKeys);
    this.#sorted = true;
  }
}

/** JavaScript orders by UTF-16 units, which puts characters beyond U+FFFF before U+E000; UTF-8 does not. */
export const compareKeys = (a: string, b: string): number => {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
};

const rank = (unit: number): number => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit);
