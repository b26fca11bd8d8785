/** One line of the bench: ours beside a peer or a limit, measured in the same run. */
export type Row = Readonly<{
  what: string;
  ours: string;
  beside: string;
  goal: string;
  /** Whether the goal is met; a row without a goal only informs. */
  met: boolean | undefined;
}>;

/** The middle of several measurements; what is rare should not decide. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

/** Milliseconds of one go. */
export const timed = async (go: () => unknown): Promise<number> => {
  const started = performance.now();
  await go();
  return performance.now() - started;
};

/** Two alternatives in turn, round by round, so that whatever else the machine does falls on both. */
export const sideBySide = async (
  rounds: number,
  first: () => unknown,
  second: () => unknown,
): Promise<[number, number]> => {
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    times[0].push(await timed(first));
    times[1].push(await timed(second));
  }
  return [median(times[0]), median(times[1])];
};

export const ratio = (a: number, b: number): string => `${(a / b).toFixed(2)} ×`;

/** Does it with nothing written to the terminal: what is measured writes its log as ever, and nobody reads it. */
export const quietly = async <T>(go: () => Promise<T>): Promise<T> => {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = () => true;
  try {
    return await go();
  } finally {
    process.stdout.write = write;
  }
};

/** A size that a subject is to be measured at besides its own, as in `npm run bench -- ingest 1000000`. */
export const isASize = (word: string): boolean => /^[1-9]\d*$/.test(word);

/** The sizes that were asked for by hand. */
export const sizesAsked = (): number[] => process.argv.slice(2).filter(isASize).map(Number);
