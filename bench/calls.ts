import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Day } from "../functions/kernel/day.ts";
import { startCloud } from "../local/cloud/cloud.ts";
import { ASSEMBLY, synthesiseIfChanged } from "../local/cloud/synthesis.ts";
import { seedRegisters } from "../local/seed/seed.ts";
import { liveThrough } from "../test/local/cloud/a-whole-life.ts";
import { type Counted, countedIn, tableOf } from "../test/support/aws-calls.ts";
import type { Row } from "./row.ts";

const rowOf = ({ operation, duty, calls, goal, met }: Counted): Row => ({
  what: operation,
  ours: `${calls.length} (${calls.join(", ") || "none"})`,
  beside: duty,
  goal: `≤ ${goal}`,
  met,
});

/** P3: AWS calls of each operation in a whole life of the platform; writes docs/aws-calls.md, which a test compares. */
export const calls = async (): Promise<Row[]> => {
  await synthesiseIfChanged({ build: false });
  const cloud = await startCloud({ assembly: ASSEMBLY, today: Day.parse("2026-11-24"), log: () => undefined });
  try {
    await seedRegisters(cloud);
    await liveThrough(cloud);
    const counted = countedIn(cloud);
    writeFileSync(join("docs", "aws-calls.md"), tableOf(counted));
    return counted.map(rowOf);
  } finally {
    await cloud.stop();
  }
};
