/** The exceptions of a year, as data/holidays.json has them. */
export type Exceptions = Readonly<{ year: number; weekdaysOff: readonly string[]; weekendsOn: readonly string[] }>;

const MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const two = (n: number) => String(n).padStart(2, "0");
const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Sakamoto's: 0 for Sunday to 6 for Saturday. */
const weekdayOf = (year: number, month: number, date: number): number => {
  const y = month < 3 ? year - 1 : year;
  const shift = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4][month - 1] ?? 0;
  return (y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + shift + date) % 7;
};

/**
 * Every day of these years in their order, and whether it is worked: year, month and day counted by hand, with the
 * weekday by Sakamoto's rule; no Date and nothing of the kernel.
 */
export const daysByHand = (years: readonly Exceptions[]): { day: string; worked: boolean }[] =>
  years.flatMap(({ year, weekdaysOff, weekendsOn }) => {
    const [off, on] = [new Set(weekdaysOff), new Set(weekendsOn)];
    return MONTHS.flatMap((usual, index) =>
      Array.from({ length: index === 1 && isLeap(year) ? 29 : usual }, (_, at) => {
        const day = `${year}-${two(index + 1)}-${two(at + 1)}`;
        const weekday = weekdayOf(year, index + 1, at + 1);
        return { day, worked: on.has(day) || (weekday >= 1 && weekday <= 5 && !off.has(day)) };
      }),
    );
  });

/**
 * The table of due days: for every day of these years the n-th working day after it, as far as the years reach. Read
 * backwards, so that nothing is counted twice.
 */
export const dueByHand = (years: readonly Exceptions[], workingDays: number): ReadonlyMap<string, string> => {
  const table = new Map<string, string>();
  let next: string[] = [];
  for (const { day, worked } of daysByHand(years).reverse()) {
    const due = next[workingDays - 1];
    if (due !== undefined) table.set(day, due);
    if (worked) next = [day, ...next].slice(0, workingDays);
  }
  return table;
};
