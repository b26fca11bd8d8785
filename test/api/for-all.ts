/** So many are under way together: copies of a function meet each other, and no more of them are started than that takes. */
const AT_ONCE = 2;

/** Does something for each, some of them at a time; answers in the order that was given. */
export const forAll = async <T, R>(them: readonly T[], act: (it: T) => Promise<R>): Promise<R[]> => {
  const results: R[] = [];
  const left = [...them.entries()];
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) results[next[0]] = await act(next[1]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
};
