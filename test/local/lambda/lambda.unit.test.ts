import { GetFunctionCommand, InvokeCommand, LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { type LocalLambda, startLambda } from "../../../local/lambda/start.ts";
import type { Authorise } from "../../../local/shared/caller.ts";
import { MovableClock } from "../../../local/shared/clock.ts";
import { ServiceFault } from "../../../local/shared/fault.ts";
import { aFolder, aFunction, until } from "./functions.ts";

describe("Lambda on one machine", () => {
  const clock = new MovableClock();
  const folder = aFolder();
  let lambda: LocalLambda;
  let client: LambdaClient;
  const authorise: Authorise = (caller, ...deeds) => {
    if (caller.role === "nobody") throw new ServiceFault("AccessDeniedException", `not ${deeds[0]?.action}`, 403);
  };
  const start = () => startLambda({ folder, clock, authorise, callerOf: (key) => ({ accessKeyId: key, role: key }) });
  const clientAs = (role: string) =>
    new LambdaClient({
      region: "cn-north-1",
      endpoint: lambda.url,
      credentials: { accessKeyId: role, secretAccessKey: "s" },
    });
  const define = (name: string, code: string, more = {}) => lambda.register(aFunction(name, code, more));

  beforeAll(async () => {
    lambda = await start();
    client = clientAs("somebody");
  });
  afterAll(async () => {
    await lambda.stop();
    clock.stop();
  });

  it("answers what the handler returns, through the SDK and in process", async () => {
    await define("echo", "export const handler = async (event) => ({ got: event });");
    const answer = await client.send(new InvokeCommand({ FunctionName: "echo", Payload: '{"a":1}' }));
    expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: "$LATEST" });
    expect(answer.FunctionError).toBeUndefined();
    expect(answer.Payload?.transformToString()).toBe('{"got":{"a":1}}');
    expect(await lambda.invoke("echo", { a: 2 }, "somebody")).toEqual({ payload: { got: { a: 2 } } });
  });

  it("gives a function its own environment and nothing of this process", async () => {
    process.env["ONLY_OF_THE_PARENT"] = "yes";
    await define("env", "export const handler = async () => ({ ...process.env });", {
      environment: { TABLE: "t" },
      endpoints: { dynamodb: "http://127.0.0.1:1" },
    });
    const { payload } = await lambda.invoke("env", {}, "somebody");
    expect(payload).toMatchObject({
      TABLE: "t",
      AWS_REGION: "cn-north-1",
      AWS_ACCESS_KEY_ID: "AKIAenv",
      AWS_ENDPOINT_URL_DYNAMODB: "http://127.0.0.1:1",
      AWS_LAMBDA_FUNCTION_NAME: "env",
    });
    expect(payload).not.toHaveProperty("ONLY_OF_THE_PARENT");
    expect(payload).not.toHaveProperty("HOME");
  });

  it("lets a running copy read the moved clock in every way a bundle may ask", async () => {
    await define(
      "clock",
      `const loaded = new Date();
       export const handler = async () => [Date.now(), new Date().getTime(), Date.parse(Date()), new Date(0).getTime(),
         loaded instanceof Date && loaded.constructor === Date];`,
    );
    await lambda.invoke("clock", {}, "somebody");
    clock.moveTo(clock.now() + 10 * 86_400_000);
    const { payload } = await lambda.invoke("clock", {}, "somebody");
    const near = (ms: number) => Math.abs(ms - clock.now()) < 5000;
    if (!Array.isArray(payload)) throw new Error("not a list");
    expect(payload.slice(0, 3).map(near)).toEqual([true, true, true]);
    expect(payload.slice(3)).toEqual([0, true]);
  });

  it("tells a handler who it is and how long it has", async () => {
    await define("who", "export const handler = async (_, c) => ({ ...c, left: c.getRemainingTimeInMillis() });");
    const { payload } = await lambda.invoke("who", {}, "somebody");
    expect(payload).toMatchObject({
      functionName: "who",
      memoryLimitInMB: "256",
      invokedFunctionArn: "arn:aws-cn:lambda:cn-north-1:000000000000:function:who",
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(payload).toHaveProperty("left", expect.any(Number));
  });

  it("names what was thrown, so that a state machine can catch it by name", async () => {
    await define(
      "refuse",
      `export const handler = async () => { throw Object.assign(new Error("told"), { name: "objection-already-told" }); };`,
    );
    const answer = await lambda.invoke("refuse", {}, "somebody");
    expect(answer).toMatchObject({
      functionError: "Unhandled",
      payload: { errorType: "objection-already-told", errorMessage: "told", trace: expect.any(Array) },
    });
    expect(lambda.logsOf("refuse").join()).toContain('"message":"Invoke Error"');
    const thrown = lambda.call("refuse", {}, "arn:aws-cn:iam::000000000000:role/somebody");
    await expect(thrown).rejects.toMatchObject({ name: "objection-already-told", message: "told" });
  });

  it.each([
    ["exits", "process.exit(3)", "Runtime.ExitError"],
    ["overruns its time", "await new Promise(() => setInterval(() => 0, 1000))", "Sandbox.Timedout"],
    ["blocks for ever", "for (;;);", "Sandbox.Timedout"],
    [
      "forgets a rejection",
      "Promise.reject(new Error('x')); await new Promise(() => 0)",
      "Runtime.UnhandledPromiseRejection",
    ],
    ["throws in a timer", "setTimeout(() => null.x); await new Promise(() => 0)", "TypeError"],
  ])("a copy that %s fails with the right error, and the next call starts anew", async (what, code, errorType) => {
    const name = what.replaceAll(" ", "-");
    await define(name, `export const handler = async ({ bad }) => { if (bad) { ${code} } return "well"; };`, {
      timeoutSeconds: 1,
    });
    expect(await lambda.invoke(name, { bad: true }, "somebody")).toMatchObject({
      functionError: "Unhandled",
      payload: { errorType },
    });
    expect(await lambda.invoke(name, {}, "somebody")).toEqual({ payload: "well" });
  });

  it.each([
    [
      "three parameters",
      "export const handler = async (event, context, callback) => 1;",
      "Runtime.CallbackHandlerDeprecated",
    ],
    ["no handler", "export const other = 1;", "Runtime.HandlerNotFound"],
    ["a fault while loading", "throw new RangeError('no settings');", "RangeError"],
  ])("refuses a bundle with %s as Node 24's runtime does", async (what, code, errorType) => {
    const name = what.replaceAll(" ", "-");
    await define(name, code);
    expect(await lambda.invoke(name, {}, "somebody")).toMatchObject({ payload: { errorType } });
  });

  it("runs concurrent calls in copies of their own and keeps a copy for the next call", async () => {
    await define(
      "copies",
      `let calls = 0; const id = Math.random();
       export const handler = async () => { calls += 1; await new Promise((r) => setTimeout(r, 200)); return { id, calls }; };`,
    );
    const ids = (await Promise.all([1, 2, 3].map(() => lambda.invoke("copies", {}, "somebody")))).map(
      (it) => it.payload,
    );
    expect(new Set(ids.map((it) => JSON.stringify(it))).size).toBe(3);
    expect((await lambda.invoke("copies", {}, "somebody")).payload).toMatchObject({ calls: 2 });
  });

  it("keeps the lines a function writes, JSON as it is", async () => {
    await define(
      "talks",
      `export const handler = async () => { console.log('{"level":"INFO"}'); console.error("plain"); };`,
    );
    await lambda.invoke("talks", {}, "somebody");
    expect(lambda.logsOf("talks")).toEqual(['{"level":"INFO"}', "plain"]);
    const tail = await client.send(new InvokeCommand({ FunctionName: "talks", LogType: "Tail" }));
    expect(Buffer.from(tail.LogResult ?? "", "base64").toString()).toContain("plain");
  });

  it("refuses what the caller's role may not do, and functions that do not exist", async () => {
    await define("mine", "export const handler = async () => 1;");
    await expect(clientAs("nobody").send(new InvokeCommand({ FunctionName: "mine" }))).rejects.toMatchObject({
      name: "AccessDeniedException",
    });
    await expect(lambda.call("mine", {}, "arn:aws-cn:iam::0:role/nobody")).rejects.toThrow("lambda:InvokeFunction");
    await expect(client.send(new InvokeCommand({ FunctionName: "none" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  it("refuses a payload over 6 MB and an answer over 6 MB", async () => {
    await define("big", `export const handler = async () => "x".repeat(7_000_000);`);
    const Payload = JSON.stringify("x".repeat(6 * 1024 * 1024));
    await expect(client.send(new InvokeCommand({ FunctionName: "big", Payload }))).rejects.toMatchObject({
      name: "RequestTooLargeException",
    });
    expect(await lambda.invoke("big", {}, "somebody")).toMatchObject({
      payload: { errorType: "Function.ResponseSizeTooLarge" },
    });
  });

  it("describes functions, and answers a dry run without running", async () => {
    await define("described", "export const handler = async () => { console.log('ran'); };");
    const { Configuration } = await client.send(new GetFunctionCommand({ FunctionName: "described" }));
    expect(Configuration).toMatchObject({ FunctionName: "described", Runtime: "nodejs24.x", MemorySize: 256 });
    const { Functions } = await client.send(new ListFunctionsCommand({}));
    expect(Functions?.map((it) => it.FunctionName)).toContain("described");
    const dry = await client.send(new InvokeCommand({ FunctionName: "described", InvocationType: "DryRun" }));
    expect(dry.StatusCode).toBe(204);
    expect(lambda.logsOf("described")).toEqual([]);
  });

  it("repeats a failing asynchronous invocation after one and two minutes, also over a restart", async () => {
    const settings = aFunction(
      "later",
      `export const handler = async () => { console.log("try"); throw new Error("no"); };`,
    );
    await lambda.register(settings);
    const { StatusCode } = await client.send(new InvokeCommand({ FunctionName: "later", InvocationType: "Event" }));
    expect(StatusCode).toBe(202);
    const tries = () => lambda.logsOf("later").filter((line) => line === "try").length;
    await until(() => tries() === 1 && lambda.busy() === 0);
    clock.moveTo(clock.now() + 61_000);
    await until(() => tries() === 2 && lambda.busy() === 0);
    await lambda.stop();
    lambda = await start();
    await lambda.register(settings);
    clock.moveTo(clock.now() + 121_000);
    await until(() => tries() === 1 && lambda.busy() === 0);
    clock.moveTo(clock.now() + 600_000);
    expect(lambda.busy()).toBe(0);
  });
});
