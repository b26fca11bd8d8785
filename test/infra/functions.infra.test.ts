import { existsSync, readFileSync } from "node:fs";
import { at, type Properties, type Resource, type Statement, statementsOf, synthesised } from "./synthesised.ts";

const { ofType, resources } = synthesised();
const functions = ofType("AWS::Lambda::Function");
const nameOf = ({ properties }: Resource) => String(properties["FunctionName"]).replace("onenet-production-city-", "");

/** The statements of a function's role. */
const allowedTo = (name: string): Statement[] => {
  const found = functions.find((it) => nameOf(it) === name);
  const role = String(at(found?.properties, "Role", "Fn::GetAtt", 0));
  return resources
    .filter(({ type, stack, properties }) => {
      const roles = (properties["Roles"] ?? []) as Properties[];
      return type === "AWS::IAM::Policy" && stack === found?.stack && roles.some(({ Ref }) => Ref === role);
    })
    .flatMap(({ properties }) => statementsOf(properties["PolicyDocument"]));
};

/** Actions by function: what its role may do, without its log. */
const grantsOf = (name: string): string[] =>
  allowedTo(name)
    .flatMap(({ actions, resources: on }) =>
      actions.flatMap((action) =>
        on.map(
          (it) => `${action} ${/(?:table\/|stateMachine:|execution:)([\w/-]+)/.exec(JSON.stringify(it))?.[1] ?? ""}`,
        ),
      ),
    )
    .filter((grant) => !grant.startsWith("logs:"))
    .map((grant) => grant.replace("onenet-production-city-", "").trim())
    .sort();

describe("A47p2: a function may do what it does, and nothing more", () => {
  it("the exchange counts uses and announces overuse, and writes no grant", () => {
    const writes = allowedTo("sharing-exchange").filter(({ actions }) => actions.includes("dynamodb:UpdateItem"));
    expect(writes.map(({ condition }) => condition)).toEqual([
      { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["use#*", "overuse#*"] } },
    ]);
  });

  it.each([
    ["docs-anonymous", []],
    ["reference-anonymous", ["dynamodb:GetItem reference-g1"]],
    [
      "reference-api",
      [
        "dynamodb:GetItem reference-g1",
        "dynamodb:PutItem reference-g1",
        "dynamodb:Query reference-g1/index/byGroup",
        "dynamodb:Query reference-g1/index/byRegister",
      ],
    ],
    // The ledger announces nothing: its relay needs neither bus nor parking.
    [
      "evidence-relay",
      [
        "dynamodb:DescribeStream",
        "dynamodb:GetRecords",
        "dynamodb:GetShardIterator",
        "dynamodb:ListStreams",
        "s3:PutObject",
      ],
    ],
    [
      "inbox-open-task",
      [
        "dynamodb:GetItem inbox-g1",
        "dynamodb:PutItem inbox-g1",
        "states:SendTaskSuccess catalog-review-resource",
        "states:SendTaskSuccess collection-take-in-batch",
        "states:SendTaskSuccess collection-verify-resource",
        "states:SendTaskSuccess objections-handle-objection",
        "states:SendTaskSuccess sharing-consent-data-copy",
        "states:SendTaskSuccess sharing-review-request",
      ],
    ],
    [
      "catalog-sweep",
      [
        "dynamodb:ConditionCheckItem catalog-g1",
        "dynamodb:DeleteItem catalog-g1",
        "dynamodb:GetItem catalog-g1",
        "dynamodb:PutItem catalog-g1",
        "dynamodb:Query catalog-g1/index/byDueDay",
        "states:DescribeExecution catalog-review-resource",
        "states:StartExecution catalog-review-resource",
      ],
    ],
  ])("%s", (name, grants) => {
    expect(grantsOf(name)).toEqual(grants);
  });

  it("only the inbox completes waits, and only their own context starts machines", () => {
    const holding = (action: string) =>
      functions.map(nameOf).filter((name) => grantsOf(name).some((it) => it.startsWith(action)));
    expect(holding("states:SendTask").every((name) => name.startsWith("inbox-"))).toBe(true);
    for (const name of holding("states:StartExecution")) {
      const [context] = name.split("-");
      const started = grantsOf(name).filter((it) => it.startsWith("states:StartExecution"));
      expect(started.every((it) => it.includes(` ${context}-`))).toBe(true);
    }
  });

  it("no function writes into a table of a neighbour, but puts into the ledger what it has read, and whom it has told", () => {
    const writing = functions.flatMap((it) =>
      grantsOf(nameOf(it))
        .filter((grant) => /^dynamodb:(PutItem|DeleteItem|UpdateItem)/.test(grant))
        .filter((grant) => !grant.includes(` ${nameOf(it).split("-")[0]}-`)),
    );
    expect(writing.filter((grant) => !/^dynamodb:PutItem (evidence|notices)-g1$/.test(grant))).toEqual([]);
  });
});

const bundles: Readonly<Record<string, number>> = existsSync("dist/bundles.json")
  ? JSON.parse(readFileSync("dist/bundles.json", "utf8"))
  : {};

describe("the bundles", () => {
  it("are there for every function, and stay below 600 KB each", () => {
    expect(Object.keys(bundles).length).toBeGreaterThan(0);
    expect(Object.entries(bundles).filter(([, bytes]) => bytes > 600_000)).toEqual([]);
  });
});
