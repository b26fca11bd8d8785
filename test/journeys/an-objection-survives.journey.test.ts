import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { SendTaskSuccessCommand, SFNClient } from "@aws-sdk/client-sfn";
import { done } from "../../demo/story.ts";
import { aCity, type City } from "../support/city.ts";
import {
  aRecordOf,
  aRegister,
  CORRECTED_ONCE,
  loseToken,
  MACHINE,
  objectingIn,
  seenOf,
  statusOf,
  stopByHand,
  tokenOf,
} from "./objections.ts";
import type { Kind } from "./reviews.ts";

/** As in the review of a resource: what refuses a call with nothing done is met by the same repeat as a throttle. */
const KINDS = ["crash-before", "crash-after", "throttle", "lost-reply"] as const satisfies readonly Kind[];
const STEPS = ["file", "hand-over", "decide"] as const;
type Step = (typeof STEPS)[number];

/** The n-th invocation of a function at a step; the fault is at one AWS call of it. */
type Stage = Readonly<{ step: Step; piece: string; invocation: number }>;

const first = (step: Step, ...pieces: readonly string[]): Stage[] =>
  pieces.map((piece) => ({ step, piece, invocation: 1 }));

const STAGES: readonly Stage[] = [
  ...first("file", "objections-api", "objections-relay", "objections-listener", "collection-listener"),
  ...first("file", "collection-relay", "inbox-open-task", "inbox-relay", "notices-relay", "notices-listener"),
  // It hears of the receipt, of the mark on the record, and of its own mark.
  { step: "file", piece: "objections-listener", invocation: 2 },
  ...first("hand-over", "objections-api", "objections-relay", "objections-listener", "inbox-listener"),
  ...first("hand-over", "inbox-open-task", "notices-listener"),
  ...first("decide", "objections-api", "objections-relay", "objections-listener", "inbox-listener"),
  ...first("decide", "collection-listener", "collection-relay"),
];

/** More calls than any invocation makes: a fault that lets the invocation before the one that is meant go by. */
const NEVER = 999;
/** No function makes so many: whoever does has lost its way. */
const MOST_CALLS = 20;

type Fault = Stage & Readonly<{ call: number; kind: Kind }>;

describe("A48: an objection, with a fault at every call that any function makes for it", () => {
  let city: City;
  const plans: { person: string; id: string; faults: Fault[] }[] = [];
  const reached = new Map<Stage, number>();

  /** Orders the faults of a step; answers which have happened. */
  const order = (faults: readonly Fault[]) => {
    const { lambda } = city.cloud.services;
    const asked = faults.map((fault) => {
      const name = `onenet-local-city-${fault.piece}`;
      for (let before = 1; before < fault.invocation; before++) lambda.faultAt(name, { call: NEVER, kind: "throttle" });
      return { fault, happened: lambda.faultAt(name, fault) };
    });
    return () => asked.filter(({ happened }) => happened()).map(({ fault }) => fault);
  };

  /** One objection from receipt to correction, with these faults; each is over before the next step begins. */
  const walk = async (resource: string, faults: readonly Fault[]): Promise<readonly Fault[]> => {
    const person = `objector-${plans.length}`;
    const record = await aRecordOf(city, resource, person);
    await city.cloud.settle();
    const steps = objectingIn(city);
    const plan = { person, id: "", faults: [...faults] };
    plans.push(plan);
    const all: Fault[] = [];
    for (const step of STEPS) {
      const happened = order(faults.filter((it) => it.step === step));
      if (step === "file") plan.id = (await steps.file(person, record)).id;
      else await steps[step](plan.id);
      await city.cloud.settle();
      // What lies hidden in a queue comes again, one fault after the other.
      for (let times = 0; times < 3; times++) await city.cloud.pass({ minutes: 6 });
      all.push(...happened());
    }
    return all;
  };

  beforeAll(async () => {
    city = await aCity();
    const resource = await aRegister(city);
    // A stage twice in a plan would be two faults of one function: its second invocation has plans of its own.
    const [once, again] = [STAGES.filter((it) => it.invocation === 1), STAGES.filter((it) => it.invocation > 1)];
    for (const stages of [once, again]) {
      let open = [...stages];
      for (let call = 1; open.length > 0 && call <= MOST_CALLS; call++) {
        const happened: Fault[] = [];
        for (const kind of KINDS) {
          happened.push(
            ...(await walk(
              resource,
              open.map((stage) => ({ ...stage, call, kind })),
            )),
          );
        }
        // Where no fault has happened there is no such call: the stage has been walked to its end.
        open = open.filter(({ step, piece, invocation }) =>
          happened.some((it) => it.step === step && it.piece === piece && it.invocation === invocation),
        );
        for (const stage of open) reached.set(stage, call);
      }
    }
  }, 1_800_000);

  it("every function has met one at each of its calls", () => {
    expect(STAGES.filter((stage) => (reached.get(stage) ?? 0) === 0)).toEqual([]);
    expect([...reached.values()].every((calls) => calls < MOST_CALLS)).toBe(true);
  });

  it("each objection is decided once, told once by each channel, and the record corrected once", async () => {
    const otherwise: unknown[] = [];
    for (const { person, id, faults } of plans) {
      const seen = await seenOf(city, person, id);
      if (JSON.stringify(seen) !== JSON.stringify(CORRECTED_ONCE)) otherwise.push({ faults, seen });
    }
    expect(otherwise).toEqual([]);
  });

  it("nothing waits any more", async () => {
    for (const person of ["big-data-center.objections", "public-security.objections"]) {
      expect(done(await city.as(person).listTasks({})).items).toEqual([]);
    }
    expect(done(await city.as("big-data-center.objections").listObjections({})).items).toEqual([]);
  });
});

describe("A48: an objection goes on", () => {
  let city: City;
  let resource: string;
  beforeAll(async () => {
    city = await aCity();
    resource = await aRegister(city);
  });

  /** An objection that waits for the Center; its record bears the mark. */
  const waiting = async (person: string): Promise<string> => {
    const record = await aRecordOf(city, resource, person);
    await city.cloud.settle();
    const { id } = await objectingIn(city).file(person, record);
    await city.cloud.settle();
    return id;
  };
  const toTheEnd = async (id: string) => {
    await objectingIn(city)["hand-over"](id);
    await city.cloud.settle();
    await objectingIn(city).decide(id);
    await city.cloud.settle();
  };

  it("unmoved, when every event of its life comes again, the last one first", async () => {
    const id = await waiting("repeated");
    await toTheEnd(id);
    const types = ["decided", "marked", "handed-over", "received"];
    const events = types.flatMap((type) =>
      city.cloud.heard(`objections.${type}.v1`).filter(({ detail }) => detail["subject"] === id),
    );
    expect(events).toHaveLength(4);
    const bus = new EventBridgeClient(city.cloud.client("events"));
    for (const { source, detail, ...event } of [...events, ...events]) {
      const entry = { Source: source, DetailType: event["detail-type"], Detail: JSON.stringify(detail) };
      await bus.send(new PutEventsCommand({ Entries: [{ EventBusName: "onenet-local-city-events", ...entry }] }));
    }
    bus.destroy();
    await city.cloud.settle();
    expect(await seenOf(city, "repeated", id)).toEqual(CORRECTED_ONCE);
  });

  it("unmoved, when somebody else holds its token: only the inbox may end a wait", async () => {
    const id = await waiting("leaked");
    const taskToken = await tokenOf(city, id);
    const output = JSON.stringify({ outcome: "decided", round: 1 });
    for (const piece of ["objections-api", "objections-receive", "objections-listener", "objections-sweep"]) {
      const flows = new SFNClient(city.cloud.client("states", `onenet-local-city-${piece}`));
      const told = flows.send(new SendTaskSuccessCommand({ taskToken, output }));
      await expect(told).rejects.toMatchObject({ name: "AccessDeniedException" });
      flows.destroy();
    }
    await toTheEnd(id);
    expect(await seenOf(city, "leaked", id)).toEqual(CORRECTED_ONCE);
  });

  it("when its token is lost: the decision stands, and the wait opens again after 300 days and finds it", async () => {
    const id = await waiting("lost");
    await loseToken(city, id);
    await toTheEnd(id);
    expect(await statusOf(city, `${id}-handle-1`)).toBe("RUNNING");
    expect(done(await city.as("person.lost").readObjection({ id })).status).toBe("decided");
    await city.cloud.pass({ days: 301 });
    expect(await statusOf(city, `${id}-handle-1`)).toBe("SUCCEEDED");
    const { items, history } = await seenOf(city, "lost", id);
    expect({ items, history }).toEqual({ items: CORRECTED_ONCE.items, history: CORRECTED_ONCE.history });
  });

  it("when executions were stopped by hand, with the Center and with a department: one sweep mends them all", async () => {
    const withCenter = [await waiting("stopped-1"), await waiting("stopped-2"), await waiting("stopped-3")];
    const [running, handed] = [await waiting("running"), await waiting("handed")];
    await objectingIn(city)["hand-over"](handed);
    await city.cloud.settle();
    for (const id of withCenter) await stopByHand(city, `${id}-handle-1`);
    await stopByHand(city, `${handed}-handle-2`);
    const again = () =>
      [...withCenter.map((id) => `${id}-handle-1`), `${handed}-handle-2`, `${running}-handle-1`].map(
        (execution) => city.cloud.path(MACHINE, `${execution}-2`) !== "",
      );
    expect(again()).toEqual([false, false, false, false, false]);
    await city.cloud.pass({ days: 1 });
    expect(again()).toEqual([true, true, true, true, false]);
    for (const id of [...withCenter, running]) await toTheEnd(id);
    await objectingIn(city).decide(handed);
    await city.cloud.settle();
    for (const id of [...withCenter, handed, running]) {
      expect(done(await objectingIn(city).item("department", id))).toMatchObject({
        status: "done",
        outcome: "decided",
      });
    }
    const ended = [...withCenter.map((id) => `${id}-handle-1-2`), `${handed}-handle-2-2`];
    for (const execution of ended) expect(await statusOf(city, execution)).toBe("SUCCEEDED");
  });
});
