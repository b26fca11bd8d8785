import { Misused, runCommand } from "../local/shared/command.ts";
import { bytes } from "./bytes.ts";
import { calls } from "./calls.ts";
import { due } from "./due.ts";
import { exchange } from "./exchange.ts";
import { ingest } from "./ingest.ts";
import { pipeline } from "./pipeline.ts";
import { isASize, type Row } from "./row.ts";
import { search } from "./search.ts";
import { startUp } from "./start.ts";

/** Every subject of the bench, by the name that `npm run bench -- <name>` takes. */
const SUBJECTS: Readonly<Record<string, () => Row[] | Promise<Row[]>>> = {
  bytes,
  calls,
  due,
  exchange,
  ingest,
  pipeline,
  search,
  start: startUp,
};

const USAGE = `npm run bench [-- ${Object.keys(SUBJECTS).join(" | ")} … [<size> …]]`;

const measureAll = async (asked: readonly string[]): Promise<void> => {
  let missed = 0;
  for (const [name, measure] of Object.entries(SUBJECTS)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    console.log(`\n${name}`);
    for (const { what, ours, beside, goal, met } of await measure()) {
      if (met === false) missed++;
      console.log(`  ${met === undefined ? "·" : met ? "✓" : "✗"} ${what}: ${ours} | ${beside} | goal: ${goal}`);
    }
  }
  if (missed > 0) console.log(`\n${missed} goals missed.`);
  process.exitCode = missed > 0 ? 1 : 0;
};

void runCommand(USAGE, { allowPositionals: true }, async ({ positionals }) => {
  const names = positionals.filter((word) => !isASize(word));
  const strange = names.find((name) => !Object.hasOwn(SUBJECTS, name));
  if (strange !== undefined) throw new Misused(`There is no ${strange}.`);
  await measureAll(names);
});
