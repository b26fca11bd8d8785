import { statementsOf, synthesised } from "../infra/synthesised.ts";

const NOTICES = "onenet-production-city-notices-g1";

/** What the roles of a stack's functions may do with the notices, as `stack action`. */
const rights = synthesised()
  .ofType("AWS::IAM::Policy")
  .flatMap(({ stack, id, properties }) =>
    statementsOf(properties["PolicyDocument"])
      .filter(({ resources }) => JSON.stringify(resources).includes(NOTICES))
      .flatMap(({ actions }) => actions.map((action) => ({ stack, id, action }))),
  );

describe("A47p2: what was told stays as it was told", () => {
  it("neighbours put notices and do nothing else with them", () => {
    const others = rights.filter(({ stack }) => stack !== "notices");
    expect(others.filter(({ action }) => action !== "dynamodb:PutItem")).toEqual([]);
  });

  it("nobody takes one back: the relay alone deletes, and only what it had parked", () => {
    const others = rights.filter(({ stack, id }) => stack !== "notices" || !id.startsWith("Relay"));
    expect(others.filter(({ action }) => /Delete|Update/.test(action))).toEqual([]);
  });
});

describe("A48: a stage hands notices to the channels that it names, and to no other", () => {
  it("production names none until somebody registers them", () => {
    const told = synthesised()
      .ofType("AWS::Lambda::Function")
      .filter(({ stack }) => stack === "notices")
      .flatMap(
        ({ properties }) => JSON.stringify(properties["Environment"] ?? {}).match(/NOTICE_CHANNELS":"[^,]*/g) ?? [],
      );
    expect(new Set(told)).toEqual(new Set(['NOTICE_CHANNELS":"{}"']));
  });
});
