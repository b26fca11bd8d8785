/** A file of the data folder that cannot be what was written to it; nothing is made of it, and nothing overwrites it. */
export class Damaged extends Error {
  constructor(file: string, why: string) {
    super(
      `${file} is damaged (${why}). Put back a copy of the whole data folder, ` +
        "or begin again without what was in it: npm start -- --fresh.",
    );
    this.name = "Damaged";
  }
}

/** What the operating system refused to write, by file: what was to be written has not been acknowledged. */
export class NotWritten extends Error {
  constructor(file: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`${file} could not be written (${why}). Nothing of it was acknowledged: make room, and start again.`);
    this.name = "NotWritten";
  }
}
