import { statementsOf, synthesised } from "../infra/synthesised.ts";

const LEDGER = "onenet-production-city-evidence-g1";

/** What the roles of a stack's functions may do with the ledger, as `stack action`. */
const rights = synthesised()
  .ofType("AWS::IAM::Policy")
  .flatMap(({ stack, id, properties }) =>
    statementsOf(properties["PolicyDocument"])
      .filter(({ resources }) => JSON.stringify(resources).includes(LEDGER))
      .flatMap(({ actions }) => actions.map((action) => ({ stack, id, action }))),
  );

describe("A47p2: what was put into the ledger stays as it was put", () => {
  /** A48: who handles an objection lists the bodies that have read the record, and whether they have its correction. */
  const LISTS_HOLDERS = { stack: "objections", action: "dynamodb:Query" };

  it("neighbours put and do nothing else with it, but for who lists the holders of a disputed record", () => {
    const others = rights.filter(({ stack }) => stack !== "evidence");
    const beyond = others.filter(({ action }) => action !== "dynamodb:PutItem");
    expect(beyond.map(({ stack, action }) => ({ stack, action }))).toEqual([LISTS_HOLDERS]);
  });

  it("its own door only reads", () => {
    const own = rights.filter(({ stack, id }) => stack === "evidence" && id.startsWith("Api"));
    expect([...new Set(own.map(({ action }) => action))]).toEqual(["dynamodb:Query"]);
  });
});
