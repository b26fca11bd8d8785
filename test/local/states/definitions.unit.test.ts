import { ValidateStateMachineDefinitionCommand } from "@aws-sdk/client-sfn";
import { aStates, call, inOrder, type States, wait } from "./a-states.ts";

let cloud: States;
beforeAll(async () => {
  cloud = await aStates();
});
afterAll(() => cloud.close());

const pass = { Type: "Pass" };
const over = (state: object, more: object = {}) => inOrder({ A: state }, more);
const branch = (state: object) => ({ StartAt: "B", States: { B: state } });
const handled = (ErrorEquals: string[]) => ({ ErrorEquals, Next: "A" });

describe("A definition is refused", () => {
  it.each([
    ["an unknown field of a state", over({ ...pass, Sesonds: 1 }), "The field 'Sesonds' is not known here."],
    ["an unknown field of the machine", over(pass, { Timeout: 1 }), "The field 'Timeout' is not known here."],
    ["a field of JSONPath", over({ ...pass, ResultPath: "$.x" }), "The field 'ResultPath' is not known here."],
    ["a target that does not exist", over({ ...pass, Next: "Nowhere" }), "There is no state 'Nowhere'."],
    ["a start that does not exist", over(pass, { StartAt: "Nowhere" }), "There is no state 'Nowhere'."],
    ["a catcher to nowhere", over(call("f", { Catch: [{ ErrorEquals: ["x"], Next: "No" }] })), "no state 'No'"],
    ["a state without a way out", { ...over(pass), States: { A: pass } }, "It needs either Next or End."],
    ["two ways out", over({ ...pass, Next: "A", End: true }), "It needs either Next or End."],
    ["a wait without an end", over({ Type: "Wait" }), "It needs either Seconds or Timestamp."],
    ["a wait until no instant", over({ Type: "Wait", Timestamp: "tomorrow" }), "RFC 3339"],
    ["a task without arguments", over(call("f", { Arguments: undefined })), "It needs Arguments"],
    ["States.ALL beside others", over(call("f", { Catch: [handled(["States.ALL", "x"])] })), "alone and last"],
    [
      "States.ALL before others",
      over(call("f", { Catch: [handled(["States.ALL"]), handled(["x"])] })),
      "alone and last",
    ],
    ["a misspelt reserved error", over(call("f", { Catch: [handled(["States.TimeOut"])] })), "'States.TimeOut'"],
    ["a heartbeat not below the time-out", over(wait("f", { TimeoutSeconds: 9, HeartbeatSeconds: 9 })), "below"],
    ["half an expression", over({ ...pass, Output: "{% 1" }), "'{% 1' is half an expression."],
    ["wrong JSONata", over({ ...pass, Output: "{% 1 + %}" }), "is not JSONata"],
    ["a variable nobody assigns", over({ ...pass, Output: "{% $nobody %}" }), "$nobody is not assigned"],
    ["$eval", over({ ...pass, Output: "{% $eval('1') %}" }), "$eval is not supported"],
    [
      "a result where there is none",
      over({ ...pass, Output: "{% $states.result %}" }),
      "$states.result is not available",
    ],
    [
      "an error outside a catcher",
      over(call("f", { Output: "{% $states.errorOutput %}" })),
      "errorOutput is not available",
    ],
    [
      "a misspelt part of $states",
      over({ ...pass, Output: "{% $states.inputs.x %}" }),
      "$states.inputs is not available",
    ],
    [
      "a misspelt part of the context",
      over({ ...pass, Output: "{% $states.context.State.name %}" }),
      "context.State.name",
    ],
    ["an assignment to $states", over({ ...pass, Assign: { states: 1 } }), "'states' is reserved."],
    ["a name of a variable", over({ ...pass, Assign: { "no-name": 1 } }), "Invalid key in record"],
    [
      "two states of one name",
      over({ Type: "Parallel", Branches: [{ StartAt: "A", States: { A: { ...pass, End: true } } }] }),
      "Two states are called 'A'.",
    ],
    [
      "an outer variable assigned within",
      over({ Type: "Parallel", Assign: { x: 1 }, Branches: [branch({ ...pass, Assign: { x: 2 }, End: true })] }),
      "belongs to the states around",
    ],
    ["an unknown type", over({ Type: "Loop" }), "Invalid discriminator value"],
  ])("for %s", async (_, definition, says) => {
    await expect(cloud.create(definition, "refused")).rejects.toMatchObject({
      name: "InvalidDefinition",
      message: expect.stringContaining(says),
    });
  });

  it.each([
    ["JSONPath as the machine's language", over(pass, { QueryLanguage: "JSONPath" }), "JSONPath"],
    ["no language, which means JSONPath", over(pass, { QueryLanguage: undefined }), "JSONPath"],
    ["JSONPath in a state", over({ ...pass, QueryLanguage: "JSONPath" }), "JSONPath"],
    ["another service", over(call("f", { Resource: "arn:aws-cn:states:::sqs:sendMessage" })), "sqs:sendMessage"],
    ["a bare function", over(call("f", { Resource: "arn:aws-cn:lambda:cn-north-1:0:function:f" })), "function:f"],
    [
      "a distributed Map",
      over({ Type: "Map", ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED" }, ...branch(pass) } }),
      "DISTRIBUTED",
    ],
    [
      "tolerated failures",
      over({ Type: "Map", ToleratedFailureCount: 1, ItemProcessor: branch({ ...pass, End: true }) }),
      "ToleratedFailureCount",
    ],
  ])("as not supported, loudly, for %s", async (_, definition, says) => {
    await expect(cloud.create(definition, "refused")).rejects.toMatchObject({
      name: "LocalCloudDoesNotSupport",
      message: expect.stringContaining(says),
    });
  });

  it("with every finding at its place, when it is only validated", async () => {
    const definition = JSON.stringify(inOrder({ A: { ...pass, Nxt: 1 }, B: { ...pass, Output: "{% $x %}" } }));
    const answer = await cloud.client.send(new ValidateStateMachineDefinitionCommand({ definition }));
    expect(answer).toMatchObject({
      result: "FAIL",
      diagnostics: [{ severity: "ERROR", code: "SCHEMA_VALIDATION_FAILED", location: "/States/A" }],
    });
    const broken = await cloud.client.send(new ValidateStateMachineDefinitionCommand({ definition: "{" }));
    expect(broken.diagnostics?.[0]?.code).toBe("INVALID_JSON");
  });
});

describe("A definition is accepted", () => {
  it.each([
    [
      "names bound inside an expression",
      over({ ...pass, Output: "{% ($y := 2; $map([1], function($v) { $v * $y })) %}" }),
    ],
    ["names bound by @ and #", over({ ...pass, Output: "{% $states.input.a@$x#$i.{'x': $x, 'i': $i} %}" })],
    [
      "variables assigned by a later state, a rule or a catcher",
      inOrder({
        A: { Type: "Choice", Choices: [{ Condition: "{% true %}", Assign: { a: 1 }, Next: "B" }], Default: "B" },
        B: call("f", { Catch: [{ ErrorEquals: ["x"], Assign: { b: 1 }, Next: "C" }] }),
        C: { ...pass, Output: "{% [$a, $b] %}" },
      }),
    ],
    [
      "comments, a version, every partition",
      over(call("f", { Comment: "A48", QueryLanguage: "JSONata", Resource: "arn:aws:states:::lambda:invoke" }), {
        Comment: "A48",
        Version: "1.0",
      }),
    ],
  ])("with %s", async (_, definition) => {
    const command = new ValidateStateMachineDefinitionCommand({ definition: JSON.stringify(definition) });
    expect(await cloud.client.send(command)).toMatchObject({ result: "OK", diagnostics: [] });
  });
});
