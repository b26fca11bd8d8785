import { type LocalLambda, startLambda } from "../../../local/lambda/start.ts";
import { allowAll } from "../../../local/shared/caller.ts";
import { MovableClock } from "../../../local/shared/clock.ts";
import { type Listening, listen, readBody } from "../../../local/shared/server.ts";
import { aFolder, aFunction } from "./functions.ts";

/** Calls a service three times and says what it was told. */
const CALLS_THRICE = `
  export const handler = async () => {
    const heard = [];
    for (const n of [1, 2, 3]) {
      try {
        const url = process.env.AWS_ENDPOINT_URL_DYNAMODB;
        const answer = await fetch(url, { method: "POST", headers: { "x-amz-target": "T.Op" }, body: String(n) });
        heard.push(answer.status === 200 ? await answer.text() : (await answer.json()).__type);
      } catch { heard.push("broken"); }
    }
    return heard;
  };`;

describe("a fault at the n-th AWS call of an invocation", () => {
  const clock = new MovableClock();
  let lambda: LocalLambda;
  let service: Listening;
  let done: string[] = [];

  beforeAll(async () => {
    service = await listen(async (request, response) => {
      const body = (await readBody(request)).toString();
      done.push(body);
      response.end(`did ${body}`);
    });
    const callerOf = (accessKeyId: string) => ({ accessKeyId, role: "operator" });
    lambda = await startLambda({ folder: aFolder(), clock, authorise: allowAll, callerOf });
    await lambda.register(aFunction("calls", CALLS_THRICE, { endpoints: { dynamodb: service.url } }));
  });
  beforeEach(() => {
    done = [];
  });
  afterAll(async () => {
    await lambda.stop();
    await service.close();
    clock.stop();
  });

  it.each([
    { when: "before", call: 2, reached: ["1"] },
    { when: "after", call: 2, reached: ["1", "2"] },
    { when: "after", call: 3, reached: ["1", "2", "3"] },
  ] as const)("ends the function $when call $call: the service has done $reached", async ({ when, call, reached }) => {
    const fired = lambda.killAt("calls", call, when);
    expect(await lambda.invoke("calls", {}, "operator")).toMatchObject({ payload: { errorType: "Runtime.ExitError" } });
    expect(fired()).toBe(true);
    expect(done).toEqual(reached);
    done = [];
    expect(await lambda.invoke("calls", {}, "operator")).toEqual({ payload: ["did 1", "did 2", "did 3"] });
  });

  it("does not happen in an invocation with fewer calls, and says so", async () => {
    const fired = lambda.killAt("calls", 4, "before");
    expect(await lambda.invoke("calls", {}, "operator")).toEqual({ payload: ["did 1", "did 2", "did 3"] });
    expect(fired()).toBe(false);
  });

  it.each([
    { kind: "throttle", told: "ThrottlingException", reached: ["1", "3"] },
    { kind: "error", told: "InternalFailure", reached: ["1", "3"] },
    { kind: "timeout-before", told: "broken", reached: ["1", "3"] },
    { kind: "lost-reply", told: "broken", reached: ["1", "2", "3"] },
    { kind: "short-request", told: "did ", reached: ["1", "", "3"] },
    { kind: "short-reply", told: "di", reached: ["1", "2", "3"] },
  ] as const)("plays $kind", async ({ kind, told, reached }) => {
    lambda.faultAt("calls", { call: 2, kind });
    expect(await lambda.invoke("calls", {}, "operator")).toEqual({ payload: ["did 1", told, "did 3"] });
    expect(done).toEqual(reached);
  });

  it("plays several in one invocation", async () => {
    const fired = lambda.faultAt("calls", { call: 1, kind: "throttle" }, { call: 2, kind: "lost-reply" });
    expect(await lambda.invoke("calls", {}, "operator")).toEqual({
      payload: ["ThrottlingException", "broken", "did 3"],
    });
    expect(done).toEqual(["2", "3"]);
    expect(fired()).toBe(true);
  });
});
