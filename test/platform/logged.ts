/**
 * The lines that functions log while a test of this file runs, and nowhere else: they are behaviour to be looked at,
 * not noise between the results.
 */
export const logged = (): (() => readonly string[]) => {
  let lines: string[] = [];
  const keep = (chunk: unknown) => {
    lines.push(...String(chunk).trimEnd().split("\n"));
    return true;
  };
  beforeEach(() => {
    lines = [];
    jest.spyOn(process.stdout, "write").mockImplementation(keep);
    jest.spyOn(process.stderr, "write").mockImplementation(keep);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  return () => lines;
};
