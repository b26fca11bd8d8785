import { aCity, type City } from "../support/city.ts";
import { journalled, type Kind, PUBLISHED_ONCE, seenOf, stepsOf } from "./reviews.ts";

/**
 * What can go wrong at one call. An `error` and a connection that breaks before anything was done are left out: like a
 * throttle, they refuse the call with nothing done, and the same repeat of the SDK meets them.
 */
const KINDS = ["crash-before", "crash-after", "throttle", "lost-reply"] as const satisfies readonly Kind[];

/** A function at one step of the review, and how many AWS calls it makes there when nothing goes wrong. */
type Stage = Readonly<{ piece: string; calls: number }>;

/** What each command asks of the functions before it is answered. */
const COMMANDS = {
  draft: [
    { piece: "identity-authorizer", calls: 1 },
    { piece: "catalog-api", calls: 2 },
  ],
  clear: [{ piece: "catalog-api", calls: 2 }],
  submit: [{ piece: "catalog-api", calls: 3 }],
  publish: [{ piece: "catalog-api", calls: 2 }],
} as const satisfies Record<string, readonly Stage[]>;

/** What follows by itself on the submission, and on the decision. The inbox's relay does the same after both. */
const AFTERWARDS = {
  submit: [
    { piece: "catalog-relay", calls: 3 },
    { piece: "catalog-listener", calls: 2 },
    { piece: "inbox-open-task", calls: 2 },
    { piece: "inbox-relay", calls: 3 },
  ],
  publish: [
    { piece: "catalog-relay", calls: 3 },
    { piece: "inbox-listener", calls: 4 },
    { piece: "catalog-listener", calls: 3 },
  ],
} as const satisfies Record<string, readonly Stage[]>;

type Fault = Readonly<{ piece: string; call: number; kind: Kind }>;

const faultsAt = (stages: readonly Stage[]): Fault[] =>
  stages.flatMap(({ piece, calls }) =>
    Array.from({ length: calls }, (_, at) => KINDS.map((kind) => ({ piece, call: at + 1, kind }))).flat(),
  );

/**
 * One review: at most one fault at each command, and one in what follows by itself; each is over, or waits for time,
 * before the next begins.
 */
type Plan = Readonly<{ name: string; faults: Readonly<Record<keyof typeof COMMANDS, readonly Fault[]>> }>;

const plans = (): Plan[] => {
  const queues = {
    draft: faultsAt(COMMANDS.draft),
    clear: faultsAt(COMMANDS.clear),
    submit: faultsAt(COMMANDS.submit),
    publish: faultsAt(COMMANDS.publish),
  };
  const later = { submit: faultsAt(AFTERWARDS.submit), publish: faultsAt(AFTERWARDS.publish) };
  const all = [...Object.values(queues), ...Object.values(later)];
  const take = (from: Fault[]) => from.splice(0, 1);
  const made: Plan[] = [];
  while (all.some((each) => each.length > 0)) {
    made.push({
      name: `演练名录${made.length + 1}号`,
      faults: {
        draft: take(queues.draft),
        clear: take(queues.clear),
        submit: [...take(queues.submit), ...take(later.submit)],
        publish: [...take(queues.publish), ...take(later.publish)],
      },
    });
  }
  return made;
};

/** One call more than each function makes: a fault that must not happen. */
const beyond = (): Plan => {
  const last = (stages: readonly Stage[]): Fault[] =>
    stages.map(({ piece, calls }) => ({ piece, call: calls + 1, kind: "crash-before" }));
  return {
    name: "演练名录零号",
    faults: {
      draft: last(COMMANDS.draft),
      clear: last(COMMANDS.clear),
      submit: last([...COMMANDS.submit, ...AFTERWARDS.submit]),
      publish: last([...COMMANDS.publish, ...AFTERWARDS.publish]),
    },
  };
};

describe("A17p2: a review, with a fault at every call that any function makes for it", () => {
  let city: City;
  const ids = new Map<string, string>();
  const idOf = (name: string): string => ids.get(name) ?? "none";
  const [undisturbed, disturbed] = [beyond(), plans()];
  const happened = new Map<Fault, () => boolean>();

  const order = (faults: readonly Fault[]) => {
    for (const fault of faults) {
      const { piece, call, kind } = fault;
      happened.set(fault, city.cloud.services.lambda.faultAt(`onenet-local-city-${piece}`, { call, kind }));
    }
  };
  /** Walks all plans one step on; then what waits for time (a message taken and not done, a retry of the flow) gets it. */
  const walk = async (step: keyof typeof COMMANDS, plans: readonly Plan[]) => {
    const steps = stepsOf(city);
    for (const { name, faults } of plans) {
      order(faults[step]);
      if (step === "draft") ids.set(name, await steps.draft(name));
      else await steps[step](idOf(name));
      await city.cloud.settle();
    }
    await city.cloud.pass({ minutes: 5 });
  };

  beforeAll(async () => {
    city = await aCity();
    for (const step of ["draft", "clear", "submit", "publish"] as const) await walk(step, [undisturbed, ...disturbed]);
  });

  it("every fault has happened, and there is no call but these", () => {
    const missed = disturbed
      .flatMap(({ faults }) => Object.values(faults).flat())
      .filter((it) => !happened.get(it)?.());
    expect(missed).toEqual([]);
    const more = Object.values(undisturbed.faults)
      .flat()
      .filter((it) => happened.get(it)?.());
    expect(more).toEqual([]);
  });

  it("undisturbed: it is published, told and found", async () => {
    expect(await seenOf(city, idOf(undisturbed.name), undisturbed.name)).toEqual(PUBLISHED_ONCE);
  });

  it("disturbed: it looks the same from outside, whatever went wrong", async () => {
    const otherwise: unknown[] = [];
    for (const { name, faults } of disturbed) {
      const seen = await seenOf(city, idOf(name), name);
      if (JSON.stringify(seen) !== JSON.stringify(PUBLISHED_ONCE)) otherwise.push({ faults, seen });
    }
    expect(otherwise).toEqual([]);
  });

  it("nothing waits any more, and the journal has every row that was acknowledged", async () => {
    const { items } = await city
      .as("big-data-center.reviewer")
      .listTasks({})
      .then((it) => (it.ok ? it.value : { items: ["?"] }));
    expect(items).toEqual([]);
    const rows = await journalled(city);
    const wanted = [...ids.values()].flatMap((id) =>
      ["now", ...[1, 2, 3, 4].map((version) => `event#${String(version).padStart(10, "0")}`)].map(
        (sk) => `resource#${id} ${sk}`,
      ),
    );
    expect(wanted.filter((row) => !rows.has(row))).toEqual([]);
  });
});
