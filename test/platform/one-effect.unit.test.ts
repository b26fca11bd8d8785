import type { APIGatewayProxyResult } from "aws-lambda";
import type { AwsCall } from "../../functions/platform/aws.ts";
import { serve } from "../../functions/platform/serve.ts";
import { openAnswers } from "../../functions/platform/store/answers.ts";
import { openStore } from "../../functions/platform/store/open.ts";
import { aTable, type TestTable } from "../support/table.ts";
import { logged } from "./logged.ts";
import { type Apples, anEvent, apples, contract, granted, theGrower, useCases } from "./orchard.ts";

const lines = logged();
let engine: TestTable;
let store: Apples;
let handler: ReturnType<typeof serve>;
let nth = 0;

beforeAll(async () => {
  engine = await aTable([apples]);
  store = openStore(apples, engine.table);
  handler = serve(contract, useCases({ apples: store }), openAnswers(engine.table));
});
afterAll(() => engine.close());
beforeEach(() => {
  nth++;
  engine.recorder.fault = undefined;
});

const id = () => `apple-${nth}`;
const asked = (event: Parameters<typeof anEvent>[0]): Promise<APIGatewayProxyResult> =>
  handler(anEvent({ by: theGrower, ...event }), {} as never) as Promise<APIGatewayProxyResult>;

const grow = () =>
  asked({ body: { id: id(), name: id(), grams: 150 }, headers: { "Idempotency-Key": `grow-${id()}` } });
const weigh = (grams = 160, key = `weigh-${grams}-${id()}`) =>
  asked({
    method: "PUT",
    resource: "/apples/{id}/weight",
    path: { id: id() },
    body: { grams },
    headers: { "Idempotency-Key": key },
  });

/** Commands, with what must be there before, and how many events there are when all is done once. */
const COMMANDS = {
  growApple: { before: async () => undefined, act: grow, events: 1 },
  weighApple: { before: grow, act: () => weigh(), events: 2 },
} as const;

/** What can go wrong with a call: refused for a while, broken before anything was done, or done and the reply lost. */
const FAULTS = {
  throttle: { when: "before", name: "ThrottlingException" },
  "error before": { when: "before", name: "TimeoutError" },
  "crash before": { when: "before", name: "Error" },
  "lost reply": { when: "after", name: "TimeoutError" },
  "crash after": { when: "after", name: "Error" },
} as const;
type FaultName = keyof typeof FAULTS;

/** Makes the calls of these numbers (from 1) go wrong, each in its way, once. */
const inject = (planned: ReadonlyMap<number, FaultName>) => {
  const numbers = new Map<AwsCall, number>();
  engine.recorder.fault = (call, when) => {
    if (!numbers.has(call)) numbers.set(call, numbers.size + 1);
    const fault = FAULTS[planned.get(numbers.get(call) ?? 0) ?? "throttle"];
    if (!planned.has(numbers.get(call) ?? 0) || fault.when !== when) return;
    throw Object.assign(new Error("ordered by the test"), { name: fault.name });
  };
};

/** As a client does: the same request with the same key until it is answered. */
const untilAnswered = async (act: () => Promise<APIGatewayProxyResult>): Promise<APIGatewayProxyResult> => {
  for (let tries = 1; tries <= 5; tries++) {
    const answer = await act();
    if (answer.statusCode < 500) return answer;
  }
  throw new Error("never answered");
};

/** An answer without what tells the apples of two tests, or a repeat from the first, apart. */
const plain = ({ statusCode, headers, body }: APIGatewayProxyResult) => {
  const { "idempotency-replayed": _, ...rest } = headers ?? {};
  return JSON.stringify({ statusCode, rest, body }).replaceAll(id(), "apple");
};

const happened = async () => granted(await store.history(id())).items.map(({ type }) => type);

const points = Object.keys(COMMANDS).flatMap((command) =>
  [1, 2].flatMap((call) => Object.keys(FAULTS).map((fault) => ({ command, call, fault }))),
) as { command: keyof typeof COMMANDS; call: number; fault: FaultName }[];

const undisturbed = async (command: keyof typeof COMMANDS) => {
  const { before, act } = COMMANDS[command];
  await before();
  return plain(await act());
};

describe("a command whose AWS calls go wrong, asked again with its key", () => {
  it.each(points)("$command, $fault at call $call: one effect, and the answer it would have had", async ({
    command,
    call,
    fault,
  }) => {
    const expected = await undisturbed(command);
    nth++;
    const { before, act, events } = COMMANDS[command];
    await before();
    inject(new Map([[call, fault]]));
    const answer = await untilAnswered(act);
    engine.recorder.fault = undefined;
    expect(plain(answer)).toBe(expected);
    expect(await happened()).toHaveLength(events);
    expect(plain(await act())).toBe(expected);
    expect(await happened()).toHaveLength(events);
  });

  const pairs = Object.keys(FAULTS).flatMap((first) => Object.keys(FAULTS).map((second) => ({ first, second })));
  it.each(pairs as { first: FaultName; second: FaultName }[])("$first and then $second: the same", async ({
    first,
    second,
  }) => {
    const expected = await undisturbed("weighApple");
    for (const calls of [
      [1, 2],
      [2, 3],
      [2, 4],
    ] as const) {
      nth++;
      await grow();
      inject(
        new Map([
          [calls[0], first],
          [calls[1], second],
        ]),
      );
      const answer = await untilAnswered(() => weigh());
      engine.recorder.fault = undefined;
      expect(plain(answer)).toBe(expected);
      expect(await happened()).toEqual(["apples.grown.v1", "apples.weighed.v1"]);
    }
  });

  it("the answer is the first one even when somebody else has changed the record since", async () => {
    const expected = await undisturbed("weighApple");
    nth++;
    await grow();
    inject(new Map([[2, "lost reply"]]));
    expect((await weigh()).statusCode).toBe(503);
    engine.recorder.fault = undefined;
    expect((await weigh(170)).statusCode).toBe(200);
    expect((await weigh(160, "another-key")).statusCode).toBe(200);
    expect(plain(await weigh())).toBe(expected);
    expect(await happened()).toHaveLength(4);
  });

  it("while it fails it is told to try again, and nothing of the fault", async () => {
    await grow();
    inject(new Map([[1, "throttle"]]));
    const answer = await weigh();
    expect(answer).toMatchObject({ statusCode: 503, headers: { "retry-after": "1" } });
    expect(answer.body).not.toContain("ordered by the test");
    expect(lines().join("")).toContain("ordered by the test");
  });
});

describe("equal commands at once, through the door", () => {
  it("fifty pairs have fifty effects, and both of a pair are answered alike", async () => {
    const base = nth;
    for (let pair = 1; pair <= 50; pair++) {
      nth = base + pair * 1000;
      await grow();
      const [first, second] = await Promise.all([untilAnswered(() => weigh()), untilAnswered(() => weigh())]);
      expect(plain(second)).toBe(plain(first));
      expect(first.statusCode).toBe(200);
      expect(await happened()).toEqual(["apples.grown.v1", "apples.weighed.v1"]);
    }
  });
});
