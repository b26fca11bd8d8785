import { Day } from "../../functions/kernel/day.ts";
import { type Cloud, startCloud } from "../../local/cloud/cloud.ts";
import { ASSEMBLY } from "../../local/cloud/synthesis.ts";

const running = new Set<Cloud>();

afterAll(async () => {
  await Promise.all([...running].map((cloud) => cloud.stop()));
});

/**
 * A new cloud that ends with the test file: nothing on it, tables in memory, nine o'clock of `today` in Shanghai.
 * What it complains about is printed.
 */
export const aCloud = async ({ today = "2030-03-01" }: { readonly today?: string } = {}): Promise<Cloud> => {
  const log = (line: string) => line.startsWith("Without effect") || process.stderr.write(`${line}\n`);
  const cloud = await startCloud({ assembly: ASSEMBLY, today: Day.parse(today), log });
  running.add(cloud);
  return cloud;
};
