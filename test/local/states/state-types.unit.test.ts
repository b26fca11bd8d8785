import { SendTaskSuccessCommand } from "@aws-sdk/client-sfn";
import { aStates, call, type Functions, inOrder, ROLE, type States, tokenIn, wait } from "./a-states.ts";

let cloud: States;
const given = async (functions: Functions = {}) => {
  cloud = await aStates({ functions });
  return cloud;
};
afterEach(() => cloud.close());

describe("Pass, Succeed and Fail", () => {
  it("Pass hands on its input, or what Output makes of it", async () => {
    const { run } = await given();
    const machine = inOrder({ A: { Type: "Pass" }, B: { Type: "Pass", Output: { got: "{% $states.input.x + 1 %}" } } });
    expect(await run(machine, { x: 1 })).toEqual({ status: "SUCCEEDED", output: { got: 2 } });
    expect(cloud.states.path("machine", "one")).toBe("A B");
    expect(cloud.states.transitions("machine", "one")).toBe(2);
  });

  it("Succeed ends with its Output", async () => {
    const { run } = await given();
    expect(await run(inOrder({ Done: { Type: "Succeed", Output: "{% 'done' %}" } }))).toEqual({
      status: "SUCCEEDED",
      output: "done",
    });
  });

  it("Fail ends the execution with an error and a cause that may be expressions", async () => {
    const { run } = await given();
    const machine = inOrder({
      No: { Type: "Fail", Error: "not-allowed", Cause: "{% 'because of ' & $states.input.x %}" },
    });
    expect(await run(machine, { x: "A48" })).toEqual({
      status: "FAILED",
      error: "not-allowed",
      cause: "because of A48",
    });
  });
});

describe("Choice", () => {
  const machine = inOrder({
    Which: {
      Type: "Choice",
      Choices: [
        { Condition: "{% $states.input.n = 1 %}", Next: "One", Output: { from: "rule" }, Assign: { seen: "first" } },
        { Condition: "{% $states.input.n = 2 %}", Next: "Two" },
      ],
      Default: "Other",
      Output: { from: "default" },
      Assign: { seen: "default" },
    },
    One: { Type: "Pass", Output: "{% [$states.input.from, $seen] %}", End: true },
    Two: { Type: "Pass", End: true },
    Other: { Type: "Pass", Output: "{% [$states.input.from, $seen] %}", End: true },
  });

  it.each([
    { n: 1, path: "Which One", output: ["rule", "first"] },
    { n: 2, path: "Which Two", output: { n: 2 } },
    { n: 3, path: "Which Other", output: ["default", "default"] },
  ])("$n takes the way $path with the Output and Assign of that way", async ({ n, path, output }) => {
    const { run } = await given();
    expect(await run(machine, { n })).toEqual({ status: "SUCCEEDED", output });
    expect(cloud.states.path("machine", "one")).toBe(path);
  });

  it("fails without a rule that holds and without a Default", async () => {
    const { run } = await given();
    const narrow = inOrder({
      Which: { Type: "Choice", Choices: [{ Condition: "{% $states.input.n = 1 %}", Next: "One" }] },
      One: { Type: "Succeed" },
    });
    expect(await run(narrow, { n: 9 })).toMatchObject({ status: "FAILED", error: "States.NoChoiceMatched" });
  });

  it("fails when a condition is no boolean", async () => {
    const { run } = await given();
    const odd = inOrder({
      Which: { Type: "Choice", Choices: [{ Condition: "{% 'yes' %}", Next: "One" }] },
      One: { Type: "Succeed" },
    });
    expect(await run(odd)).toMatchObject({ status: "FAILED", error: "States.QueryEvaluationError" });
  });
});

describe("Wait", () => {
  it("lasts as many seconds as it says, on the movable clock", async () => {
    const { begin, create, outcome, pass } = await given();
    const machine = inOrder({ Rest: { Type: "Wait", Seconds: "{% $states.input.days * 86400 %}" } });
    const arn = await begin(await create(machine), { days: 5 });
    await pass(5 * 86_400 - 60);
    expect(await outcome(arn)).toEqual({ status: "RUNNING" });
    await pass(60);
    expect(await outcome(arn)).toEqual({ status: "SUCCEEDED", output: { days: 5 } });
  });

  it("lasts until the instant it names", async () => {
    const { begin, create, outcome, pass, clock } = await given();
    const until = new Date(clock.now() + 3_600_000).toISOString();
    const machine = inOrder({ Rest: { Type: "Wait", Timestamp: "{% $states.input.until %}" } });
    const arn = await begin(await create(machine), { until });
    await pass(3590);
    expect(await outcome(arn)).toEqual({ status: "RUNNING" });
    await pass(10);
    expect(await outcome(arn)).toMatchObject({ status: "SUCCEEDED" });
  });
});

describe("Task", () => {
  it("invokes the function as the machine's role and gives its answer as the real integration does", async () => {
    const { run, invoked } = await given({ add: ({ a, b }) => ({ sum: a + b }) });
    const machine = inOrder({ Add: call("add", { Output: "{% $states.result %}" }) });
    expect(await run(machine, { a: 1, b: 2 })).toEqual({
      status: "SUCCEEDED",
      output: { ExecutedVersion: "$LATEST", Payload: { sum: 3 }, StatusCode: 200 },
    });
    expect(invoked).toEqual([{ name: "add", payload: { a: 1, b: 2 }, role: ROLE }]);
  });

  it("gives null for a function that returns nothing, and {} to one that is sent nothing", async () => {
    const { run, invoked } = await given({ quiet: () => undefined });
    const machine = inOrder({ Ask: call("quiet", { Arguments: { FunctionName: "quiet" } }) });
    expect(await run(machine)).toEqual({ status: "SUCCEEDED", output: null });
    expect(invoked[0]?.payload).toEqual({});
  });

  it("refuses Arguments that the integration does not have", async () => {
    const { run } = await given();
    const machine = inOrder({ Ask: call("f", { Arguments: { FunctionName: "f", InvocationType: "Event" } }) });
    expect(await run(machine)).toMatchObject({ error: "States.Runtime", cause: expect.stringContaining("Invocation") });
  });
});

describe("Parallel", () => {
  it("runs its branches on the same input and gives their outputs in their order", async () => {
    const { run } = await given({ slow: async () => "slow", fast: () => "fast" });
    const machine = inOrder({
      Both: {
        Type: "Parallel",
        Arguments: { x: "{% $states.input.x %}" },
        Branches: [
          inOrder({ Slow: call("slow") }),
          inOrder({ Fast: call("fast") }),
          inOrder({ Same: { Type: "Pass" } }),
        ].map(({ QueryLanguage: _, ...branch }) => branch),
        Output: { all: "{% $states.result %}", of: "{% $states.input.y %}" },
      },
    });
    expect(await run(machine, { x: 1, y: 2 })).toEqual({
      status: "SUCCEEDED",
      output: { all: ["slow", "fast", { x: 1 }], of: 2 },
    });
  });

  it("fails as its first failing branch does, and the other branches end", async () => {
    const { run, states } = await given({
      bad: () => Promise.reject(Object.assign(new Error("x"), { name: "broken" })),
    });
    const machine = inOrder({
      Both: {
        Type: "Parallel",
        Branches: [
          { StartAt: "Rest", States: { Rest: { Type: "Wait", Seconds: 60, End: true } } },
          { StartAt: "Bad", States: { Bad: { ...call("bad"), End: true } } },
        ],
        Catch: [{ ErrorEquals: ["broken"], Output: "{% $states.errorOutput.Error %}", Next: "Mend" }],
      },
      Mend: { Type: "Pass" },
    });
    expect(await run(machine)).toEqual({ status: "SUCCEEDED", output: "broken" });
    expect(states.path("machine", "one")).toBe("Both Rest Bad Mend");
  });

  it("lets inner states read outer variables and keeps their own to themselves", async () => {
    const { run } = await given();
    const machine = inOrder({
      Set: { Type: "Pass", Assign: { outer: "o" } },
      Both: {
        Type: "Parallel",
        Branches: [
          {
            StartAt: "In",
            States: {
              In: { Type: "Pass", Assign: { inner: "{% $outer & 'i' %}" }, Next: "Out" },
              Out: { Type: "Pass", Output: "{% $inner %}", End: true },
            },
          },
        ],
      },
    });
    expect(await run(machine)).toEqual({ status: "SUCCEEDED", output: ["oi"] });
  });
});

describe("Map", () => {
  const each = (more: object, processor: object = { States: { Each: { ...call("double"), End: true } } }) =>
    inOrder({ All: { Type: "Map", ItemProcessor: { StartAt: "Each", ...processor }, ...more } });

  it("does the same with every item, in the items' order", async () => {
    const { run } = await given({ double: (n) => n * 2 });
    expect(await run(each({ Items: "{% $states.input.list %}" }), { list: [1, 2, 3] })).toEqual({
      status: "SUCCEEDED",
      output: [2, 4, 6],
    });
  });

  it("takes its input for the items, and an empty list gives an empty list", async () => {
    const { run } = await given();
    expect(await run(each({}), [])).toEqual({ status: "SUCCEEDED", output: [] });
  });

  it("shapes each item by ItemSelector, which sees the item and its number", async () => {
    const { run } = await given({ double: (it) => it });
    const selector = {
      ItemSelector: { n: "{% $states.context.Map.Item.Index %}", v: "{% $states.context.Map.Item.Value %}" },
    };
    expect(await run(each(selector), ["a", "b"])).toMatchObject({
      output: [
        { n: 0, v: "a" },
        { n: 1, v: "b" },
      ],
    });
  });

  it("runs no more items at a time than MaxConcurrency", async () => {
    const { begin, create, invoked, client } = await given({ ask: () => null });
    const machine = each({ MaxConcurrency: 2 }, { States: { Each: { ...wait("ask"), End: true } } });
    await begin(await create(machine), [1, 2, 3]);
    expect(invoked).toHaveLength(2);
    await client.send(new SendTaskSuccessCommand({ taskToken: tokenIn(invoked[0]), output: '"done"' }));
    await cloud.states.settled();
    expect(invoked).toHaveLength(3);
  });

  it("fails when an item fails, and when what it is given is no list", async () => {
    const { run, begin, outcome } = await given({
      double: () => Promise.reject(Object.assign(new Error(), { name: "bad" })),
    });
    expect(await run(each({}), [1])).toMatchObject({ status: "FAILED", error: "bad" });
    const arn = await begin("arn:aws-cn:states:cn-north-1:000000000000:stateMachine:machine", {}, "two");
    expect(await outcome(arn)).toMatchObject({ status: "FAILED", error: "States.QueryEvaluationError" });
  });
});
