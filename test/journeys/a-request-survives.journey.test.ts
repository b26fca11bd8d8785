import { done } from "../../demo/story.ts";
import { aCity, type City } from "../support/city.ts";
import { published, requestsOf } from "./requests.ts";
import type { Kind } from "./reviews.ts";

/** As in the review of a resource: what refuses a call with nothing done is met by the same repeat as a throttle. */
const KINDS = ["crash-before", "crash-after", "throttle", "lost-reply"] as const satisfies readonly Kind[];

type Stage = Readonly<{ piece: string; calls: number }>;

/** What each step asks of the functions, and how many AWS calls each makes there when nothing goes wrong. */
const STEPS = {
  request: [
    { piece: "sharing-api", calls: 3 },
    { piece: "sharing-relay", calls: 3 },
    { piece: "sharing-listener", calls: 2 },
    { piece: "inbox-open-task", calls: 2 },
  ],
  office: [
    { piece: "sharing-api", calls: 2 },
    { piece: "sharing-relay", calls: 3 },
    { piece: "inbox-listener", calls: 4 },
  ],
  department: [
    { piece: "sharing-api", calls: 2 },
    { piece: "sharing-relay", calls: 3 },
    { piece: "inbox-listener", calls: 4 },
    { piece: "sharing-listener", calls: 3 },
  ],
} as const satisfies Record<string, readonly Stage[]>;
type Step = keyof typeof STEPS;
const NAMES = ["request", "office", "department"] as const satisfies readonly Step[];

type Fault = Readonly<{ step: Step; piece: string; call: number; kind: Kind }>;

const faults: Fault[] = NAMES.flatMap((step) =>
  STEPS[step].flatMap(({ piece, calls }) =>
    Array.from({ length: calls }, (_, at) => KINDS.map((kind) => ({ step, piece, call: at + 1, kind }))).flat(),
  ),
);

/** Where the relay's queue has the faults by which it tells twice: its third call is made, and it does not learn of it. */
const TOLD_TWICE = [9, 11];

/**
 * What is heard twice at once is done by one hearing, and the other finds it done: a fault ordered for the first would
 * not happen then. So the inbox has none where the relay tells twice.
 */
const besides = (its: readonly Fault[]): readonly (Fault | undefined)[] => {
  const left = [...its];
  return Array.from({ length: its.length + TOLD_TWICE.length }, (_, at) =>
    TOLD_TWICE.includes(at) ? undefined : left.shift(),
  );
};

/** Each request meets, at each of its steps, one fault of each function, as far as there are any left. */
const queues = NAMES.flatMap((step) =>
  STEPS[step].map(({ piece }) => {
    const its = faults.filter((it) => it.step === step && it.piece === piece);
    return piece === "inbox-listener" ? besides(its) : its;
  }),
);
const plans = Array.from({ length: Math.max(...queues.map(({ length }) => length)) }, (_, at) =>
  queues.flatMap((queue) => queue[at] ?? []),
);

describe("A27p3: a request and its review, with a fault at every call that any function makes for it", () => {
  let city: City;
  const happened = new Map<Fault, () => boolean>();
  const ids: string[] = [];

  beforeAll(async () => {
    city = await aCity();
    const resource = await published(city, "学校名录", "authorised");
    const steps = requestsOf(city);
    for (const step of NAMES) {
      for (const [at, plan] of plans.entries()) {
        for (const fault of plan.filter((it) => it.step === step)) {
          const { piece, call, kind } = fault;
          happened.set(fault, city.cloud.services.lambda.faultAt(`onenet-local-city-${piece}`, { call, kind }));
        }
        if (step === "request") ids.push((await steps.request(resource)).id);
        else await steps[step](ids[at] ?? "none");
        // What is repeated for this request must not meet the faults of the next.
        await city.cloud.settle();
        await city.cloud.pass({ minutes: 5 });
      }
    }
  });

  it("every fault has happened", () => {
    expect(faults.filter((it) => !happened.get(it)?.())).toEqual([]);
  });

  it("each request is granted once, told, and nothing waits any more", async () => {
    const steps = requestsOf(city);
    const otherwise: unknown[] = [];
    for (const [at, id] of ids.entries()) {
      const grant = done(await steps.grant(id));
      const [one, other] = [
        done(await steps.item("general-office", id)),
        done(await steps.item("responsible-department", id)),
      ];
      const seen = [grant.status, grant.by, one.status, one.outcome, other.status, other.outcome].join(" ");
      if (seen !== "active authorised done agreed done agreed") otherwise.push({ faults: plans[at], seen });
    }
    expect(otherwise).toEqual([]);
    const all = done(await city.as("public-security.editor").listGrants({ limit: 100 })).items;
    expect(all.map(({ id }) => id).sort()).toEqual([...ids].sort());
  });
});
