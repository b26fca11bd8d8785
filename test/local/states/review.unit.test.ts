import { SendTaskSuccessCommand } from "@aws-sdk/client-sfn";
import { aStates, inOrder, named, type States } from "./a-states.ts";

const MONTH = 2_592_000;

/** A review as the platform writes it: one office decides or hands over to another, then the person is told. */
const review = (role: string) => ({
  Type: "Task",
  Resource: "arn:aws-cn:states:::lambda:invoke.waitForTaskToken",
  Arguments: {
    FunctionName: "open-inbox-task",
    Payload: { token: "{% $states.context.Task.Token %}", about: "{% $states.input.objectionId %}", role },
  },
  TimeoutSeconds: MONTH,
  Output: "{% $merge([$states.input, $states.result]) %}",
});
const again = (Next: string) => ({ Catch: [{ ErrorEquals: ["States.Timeout"], Output: "{% $states.input %}", Next }] });

const machine = inOrder({
  AwaitCenter: { ...review("center"), ...again("AwaitCenter"), Next: "WhoDecides" },
  WhoDecides: {
    Type: "Choice",
    Choices: [{ Condition: "{% $states.input.status = 'handed-over' %}", Next: "AwaitDepartment" }],
    Default: "TellObjector",
  },
  AwaitDepartment: { ...review("department"), ...again("AwaitDepartment"), Next: "TellObjector" },
  TellObjector: {
    Type: "Task",
    Resource: "arn:aws-cn:states:::lambda:invoke",
    Arguments: { FunctionName: "tell-objector", Payload: { objectionId: "{% $states.input.objectionId %}" } },
    Retry: [{ ErrorEquals: ["Lambda.ServiceException"], MaxAttempts: 6, JitterStrategy: "FULL" }],
    Catch: [{ ErrorEquals: ["objection-already-told"], Next: "Told" }],
    End: true,
  },
  Told: { Type: "Succeed" },
});

describe("A review of an objection by two offices", () => {
  let cloud: States;
  let inbox: { token: string; about: string; role: string }[];
  let told: number;
  beforeEach(async () => {
    inbox = [];
    told = 0;
    cloud = await aStates({
      functions: {
        "open-inbox-task": (item) => void inbox.push(item),
        "tell-objector": () => {
          told += 1;
          if (told > 1) throw named("objection-already-told");
        },
      },
    });
  });
  afterEach(() => cloud.close());

  const begin = async () => cloud.begin(await cloud.create(machine), { objectionId: "o-1" });
  const decide = async (decision: object) => {
    const item = inbox.at(-1);
    await cloud.client.send(new SendTaskSuccessCommand({ taskToken: item?.token, output: JSON.stringify(decision) }));
    await cloud.states.settled();
  };

  it("goes to the department when the Center hands it over", async () => {
    const arn = await begin();
    await decide({ status: "handed-over" });
    await decide({ status: "decided" });
    expect(inbox.map(({ role, about }) => `${role} ${about}`)).toEqual(["center o-1", "department o-1"]);
    expect(await cloud.outcome(arn)).toMatchObject({ status: "SUCCEEDED" });
    expect(cloud.states.path("machine", "one")).toBe("AwaitCenter WhoDecides AwaitDepartment TellObjector");
    expect(cloud.states.transitions("machine", "one")).toBe(4);
  });

  it("takes three transitions when the Center decides itself", async () => {
    await begin();
    await decide({ status: "decided" });
    expect(cloud.states.path("machine", "one")).toBe("AwaitCenter WhoDecides TellObjector");
    expect(cloud.states.transitions("machine", "one")).toBe(3);
  });

  it("opens the inbox task again when nobody decides for a month, and late is not lost", async () => {
    await begin();
    await cloud.pass(MONTH);
    expect(inbox).toHaveLength(2);
    await decide({ status: "decided" });
    expect(cloud.states.path("machine", "one")).toBe("AwaitCenter AwaitCenter WhoDecides TellObjector");
  });

  it("ends the same way when the objector has been told before", async () => {
    told = 1;
    const arn = await begin();
    await decide({ status: "decided" });
    expect(await cloud.outcome(arn)).toMatchObject({
      status: "SUCCEEDED",
      output: { Error: "objection-already-told" },
    });
    expect(cloud.states.path("machine", "one")).toBe("AwaitCenter WhoDecides TellObjector Told");
  });
});
