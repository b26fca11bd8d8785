import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { aSystem, bearer } from "../../../demo/callers.ts";
import { done, until } from "../../../demo/story.ts";
import { Day } from "../../../functions/kernel/day.ts";
import { CONTEXTS } from "../../../infra/contexts/index.ts";
import { type Cloud, startCloud } from "../../../local/cloud/cloud.ts";
import { ASSEMBLY } from "../../../local/cloud/synthesis.ts";
import { tokenFor } from "../../../local/seed/people.ts";
import { seedRegisters } from "../../../local/seed/seed.ts";
import { aContent } from "../../catalog/catalogue.ts";
import { aCity } from "../../support/city.ts";
import { type Called, liveThrough, type Place, submitted } from "./a-whole-life.ts";

const ROLE = (piece: string) => `onenet-local-city-${piece}`;

const Statement = z.looseObject({ Action: z.union([z.string(), z.array(z.string())]) });
const Template = z.looseObject({
  Resources: z.record(
    z.string(),
    z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).optional() }),
  ),
});
const Policy = z.looseObject({
  PolicyDocument: z.looseObject({ Statement: z.array(Statement) }),
  Roles: z.array(z.object({ Ref: z.string() })),
});

type Lack = readonly [context: string, piece: string, action: string];

/** A copy of the assembly in which these actions are taken from the roles of these functions. */
const assemblyWithout = (lacks: readonly Lack[]): string => {
  const folder = mkdtempSync(join(tmpdir(), "onenet-lacking-"));
  cpSync(ASSEMBLY, folder, { recursive: true });
  for (const lack of lacks) takeFrom(folder, lack);
  return folder;
};

const takeFrom = (folder: string, [context, piece, action]: Lack): void => {
  const file = join(folder, `${ROLE(context)}.template.json`);
  const template = Template.parse(JSON.parse(readFileSync(file, "utf8")));
  const roleName = (logicalId: string) => template.Resources[logicalId]?.Properties?.["RoleName"];
  let taken = 0;
  for (const resource of Object.values(template.Resources)) {
    if (resource.Type !== "AWS::IAM::Policy") continue;
    const policy = Policy.parse(resource.Properties);
    if (!policy.Roles.some(({ Ref }) => roleName(Ref) === ROLE(`${context}-${piece}`))) continue;
    policy.PolicyDocument.Statement = policy.PolicyDocument.Statement.flatMap((statement) => {
      const left = [statement.Action].flat().filter((it) => it !== action);
      taken += [statement.Action].flat().length - left.length;
      return left.length === 0 ? [] : [{ ...statement, Action: left }];
    });
    resource.Properties = policy;
  }
  if (taken === 0) throw new Error(`${context}-${piece} has no ${action}.`);
  writeFileSync(file, JSON.stringify(template));
};

type Act = (place: Place) => Promise<unknown>;

const submit: Act = (place) => submitted(place, "schools");

const publish: Act = async (place) => {
  const { id } = await submitted(place, "schools");
  await place.as("big-data-center.reviewer").reviewResource({ id, decision: "publish" });
};

/** A registrar writes, a system signs in, and an editor begins a resource. */
const beginEverywhere: Act = async ({ cloud, as }) => {
  const system = await aSystem(() => cloud.clock.now());
  const { jwk } = system;
  const client = done(await as("education.registrar").registerClient({ name: "系统", purposes: ["查询目录"], jwk }));
  expect((await system.askForToken(cloud.url, client.id)).status).toBe(500);
  expect(await as("education.editor").draftResource({ content: aContent() })).toMatchObject({ status: 500 });
};

/** Each of these clouds lacks grants that do not hide one another. */
const LACKING: readonly (readonly [lacks: readonly Lack[], act: Act])[] = [
  [
    [
      ["catalog", "api", "dynamodb:PutItem"],
      ["identity", "relay", "events:PutEvents"],
      ["identity", "seal", "kms:Sign"],
    ],
    beginEverywhere,
  ],
  [[["catalog", "listener", "states:StartExecution"]], submit],
  [[["inbox", "listener", "states:SendTaskSuccess"]], publish],
];

describe("A47p2: a grant that a template lacks is refused at the call, and the function's log names role and action", () => {
  it.each(LACKING)("%j", async (lacks, act) => {
    const assembly = assemblyWithout(lacks);
    const cloud = await startCloud({ assembly, today: Day.parse("2026-11-24") });
    try {
      await seedRegisters(cloud);
      await act({ cloud, as: (person) => bearer(cloud.url, () => tokenFor(cloud, person)) });
      for (const [context, piece, action] of lacks) {
        const role = ROLE(`${context}-${piece}`);
        const denial = `assumed-role/${role}/local is not authorized to perform: ${action} on`;
        await until(`${role} is denied ${action}`, async () =>
          cloud.logs(role).some((line) => line.includes("AccessDeniedException") && line.includes(denial))
            ? true
            : undefined,
        );
      }
    } finally {
      await cloud.stop();
      rmSync(assembly, { recursive: true, force: true });
    }
  });
});

type Exception = Readonly<{
  /** Of this function alone; without it, of all. */
  piece?: string;
  /** How the name of the action begins. */
  action: string;
  /** How the resource ends; without it, whatever the resource. */
  on?: string;
  because: string;
}>;

const WAITS = [
  "collection-take-in-batch",
  "collection-verify-resource",
  "objections-handle-objection",
  "sharing-consent-data-copy",
  "sharing-review-request",
].map((machine) => `stateMachine:onenet-local-city-${machine}`);

/** Granted, and used by nobody in the one life: why it is granted all the same. */
const EXCEPTIONS: readonly Exception[] = [
  { action: "logs:", because: "what functions write is kept in files here, by the cloud itself" },
  {
    piece: "collection-take-in",
    action: "s3:ListBucket",
    because: "asked only of a file that has gone after it was measured: it is not there, rather than forbidden",
  },
  {
    action: "states:DescribeExecution",
    because: "asked only of a flow whose name is taken: it was stopped by hand, or its round's due day has moved",
  },
  ...["inbox-sweep", "inbox-open-task"].flatMap((piece) =>
    WAITS.map((on) => ({
      piece,
      action: "states:SendTaskSuccess",
      on,
      because: "told only after a function has died between two writes: here that of the catalogue's review does",
    })),
  ),
];

type Part = Readonly<{ role: string; action?: string; resource?: string }>;

const isOf = ({ role, action, resource = "" }: Part, it: Exception): boolean =>
  (it.piece === undefined || role === ROLE(it.piece)) &&
  (action?.startsWith(it.action) ?? it.on !== undefined) &&
  resource.endsWith(it.on ?? "");

/** What the life has not used of the role's statements: actions, and resources of statements that it has used. */
const unusedParts = ({ access }: Cloud, role: string): Part[] =>
  access
    .superfluous(role)
    .flatMap(({ actions, resources }): Part[] =>
      actions.length > 0
        ? actions.map((action) => ({ role, action }))
        : resources.map((resource) => ({ role, resource })),
    );

describe("A47p2: a whole life of the platform", () => {
  let cloud: Cloud;
  let called: Called;
  beforeAll(async () => {
    cloud = (await aCity()).cloud;
    called = await liveThrough(cloud);
    // Minutes of a machine that is busy with other tests besides.
  }, 900_000);

  it("calls every operation", () => {
    const operations = CONTEXTS.flatMap(({ contract }) => Object.keys(contract));
    expect(operations.filter((operation) => !called.has(operation))).toEqual([]);
  });

  it("uses every grant that a template has, but for the exceptions written down", () => {
    const ofFunctions = [...cloud.access.used().keys()].filter((role) =>
      CONTEXTS.some(({ name }) => role.startsWith(ROLE(`${name}-`))),
    );
    expect(ofFunctions.length).toBeGreaterThanOrEqual(20);
    const superfluous = ofFunctions.flatMap((role) => unusedParts(cloud, role));
    expect(superfluous.filter((part) => !EXCEPTIONS.some((it) => isOf(part, it)))).toEqual([]);
    // What is used after all is no exception any more.
    expect(EXCEPTIONS.filter((it) => !superfluous.some((part) => isOf(part, it)))).toEqual([]);
  });
});
