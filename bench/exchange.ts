import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endChild, engineProgram, MEMORY, startChild } from "../local/dynamodb/child.ts";
import { MovableClock } from "../local/shared/clock.ts";
import { IDENTIFIED } from "../test/identity/support.ts";
import { tableAt } from "../test/support/table.ts";
import { type Agency, aGrant, anAgency } from "./agency.ts";
import { aCaller } from "./caller.ts";
import { median, quietly, type Row, ratio, sizesAsked } from "./row.ts";

const CALLS = 100;
const ROUNDS = 5;
const FEW = 100;
/** As many as the engine here takes in a minute of a busy machine; `npm run bench -- exchange 100000` for the goal's own. */
const SOON = 2000;
const GOAL = 2;
const GROWTH = 1.1;
/** One read and one write, and no key service: what an exchange signs is signed later, by the ledger's batches. */
const HOT_PATH = "BatchGetItem, TransactWriteItems";

const ARMS = ["ours", "relay", "door", "grown"] as const;
type Arm = (typeof ARMS)[number];
type Arms = Readonly<Record<Arm, (proof: string) => Promise<unknown>>>;
/** Microseconds a call. */
type Took = Readonly<Record<Arm, number>>;

/** P8: an exchange beside a relay that lets the caller in the same way and hands on a row with the same answer. */
export const exchange = (): Promise<Row[]> => quietly(measure);

/** Microseconds that this process works for it: the engine is another process, proofs were made before. */
const cpuOf = async (go: () => Promise<unknown>): Promise<number> => {
  const before = process.cpuUsage();
  await go();
  const { user, system } = process.cpuUsage(before);
  return user + system;
};

/** The work of one call of each, in turn call by call, so that whatever else the machine does falls on all. */
const roundOf = async (arms: Arms, proofs: readonly string[]): Promise<Took> => {
  const spent = { ours: 0, relay: 0, door: 0, grown: 0 };
  const left = [...proofs];
  for (let call = 0; call < CALLS; call++) {
    for (const arm of ARMS) {
      const proof = left.pop() ?? "";
      spent[arm] += (await cpuOf(() => arms[arm](proof))) / CALLS;
    }
  }
  return spent;
};

const measure = async (): Promise<Row[]> => {
  const folder = mkdtempSync(join(tmpdir(), "onenet-bench-"));
  const clock = new MovableClock();
  const engine = await startChild(engineProgram(process.env), MEMORY, join(folder, "engine.pid"));
  const at = `http://127.0.0.1:${engine.port}`;
  const own = await tableAt(at, IDENTIFIED, clock, "identity");
  const grant = aGrant();
  const caller = await aCaller(own, grant);
  const grants = Math.max(SOON, ...sizesAsked());
  const few = await anAgency(at, clock, FEW, grant);
  const many = await anAgency(at, clock, grants, grant);
  try {
    const [first = ""] = await caller.proofs(1);
    await few.prepare(await caller.letIn(first));
    const exchanged = (agency: Agency) => async (proof: string) => agency.exchange(await caller.letIn(proof));
    const relayed = async (proof: string) => {
      await caller.letIn(proof);
      return few.relay();
    };
    const arms: Arms = { ours: exchanged(few), relay: relayed, door: caller.letIn, grown: exchanged(many) };
    const rounds: Took[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      rounds.push(await roundOf(arms, await caller.proofs(CALLS * ARMS.length)));
    }
    // The first time round everything is read and compiled.
    const took = rounds.slice(1);
    return rowsOf(took, { grants, calls: [few.calls(), many.calls()] });
  } finally {
    await Promise.all([caller, few, many].map((one) => one.close()));
    await endChild(engine);
    clock.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

const microseconds = (value: number) => `${Math.round(value)} µs`;

/** The middle of one by the other, round by round, with the least and the most. */
const beside = (one: readonly number[], other: readonly number[]) => {
  const each = one.map((value, round) => value / (other[round] ?? Number.NaN));
  const [low, high] = [Math.min(...each), Math.max(...each)];
  return { middle: median(each), said: `${ratio(median(each), 1)}, ${low.toFixed(2)}–${high.toFixed(2)}` };
};

type Grown = Readonly<{ grants: number; calls: readonly [few: string, many: string] }>;

const rowsOf = (rounds: readonly Took[], { grants, calls }: Grown): Row[] => {
  const of = (arm: Arm) => rounds.map((took) => took[arm]);
  const [ours, relay, door, grown] = [of("ours"), of("relay"), of("door"), of("grown")];
  const [few, many] = calls;
  const size = `${grants.toLocaleString("en")} grants`;
  const whole = beside(ours, relay);
  const growth = beside(grown, ours);
  const within = (one: readonly number[]) => microseconds(median(one) - median(door));
  return [
    {
      what: "CPU of an exchange of one record ÷ plain authenticated relay (the same authoriser, one GetItem)",
      ours: microseconds(median(ours)),
      beside: `${microseconds(median(relay))} relay; behind the authoriser ${within(ours)} and ${within(relay)}`,
      goal: `≤ ${GOAL} × (${whole.said} over ${ROUNDS} rounds)`,
      met: whole.middle <= GOAL,
    },
    {
      what: `CPU of an exchange with ${size} of the agency ÷ with ${FEW}`,
      ours: microseconds(median(grown)),
      beside: microseconds(median(ours)),
      goal: `≤ ${GROWTH} × (${growth.said} over ${ROUNDS} rounds)`,
      met: growth.middle <= GROWTH,
    },
    {
      what: "AWS calls of an exchange: its chain and records, then its accesses and the day's use; no signature",
      ours: few,
      beside: `${many} with ${size}`,
      goal: "1 read + 1 write",
      met: few === HOT_PATH && many === HOT_PATH,
    },
  ];
};
