import { LIMITS } from "../../functions/kernel/limits.ts";

/** What the service below stops at, by its documentation. */
const KB = 1024;
const STOPS_AT = {
  transactionItems: 100,
  itemBytes: 400 * KB,
  busEntryBytes: 256 * KB,
  busEntries: 10,
  answerBytes: 6 * KB * KB,
  bodyBytes: 6 * KB * KB,
  waitDays: 365,
} as const;

describe("a limit", () => {
  it.each(Object.entries(STOPS_AT))("%s is no larger than the service below allows (%i)", (name, stopsAt) => {
    const limit = Object.entries(LIMITS).find(([key]) => key === name)?.[1];
    expect(limit).toBeGreaterThan(0);
    expect(limit).toBeLessThanOrEqual(stopsAt);
  });

  it("of a batch lets every record bring its state, its event and its idempotency row into one transaction", () => {
    expect(LIMITS.batchRecords * 3).toBeLessThanOrEqual(LIMITS.transactionItems);
  });

  it("of a page holds the usual page", () => {
    expect(LIMITS.usualPageSize).toBeLessThanOrEqual(LIMITS.pageSize);
  });

  it("of a row holds the longest text that a person may write, many times over", () => {
    expect(LIMITS.writtenCharacters * 4 * 10).toBeLessThan(LIMITS.itemBytes);
  });
});
