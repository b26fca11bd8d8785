/** Invokes a function as a role (its ARN) and gives what it returned; throws what it threw. */
export type Invoke = (functionArn: string, event: unknown, role: string) => Promise<unknown>;

/** The function did not answer in time. */
export class TooLate extends Error {}

/** Waits so many real milliseconds for an answer; what comes later is not looked at. */
export const within = async (milliseconds: number, work: Promise<unknown>): Promise<unknown> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TooLate()), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
};
