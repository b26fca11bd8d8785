import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { done } from "../../demo/story.ts";
import type { Access } from "../../functions/evidence/access.ts";
import { accessWrites } from "../../functions/evidence/store.ts";
import type { AnyOperation } from "../../functions/platform/operation.ts";
import type { Post } from "../../functions/platform/principal.ts";
import { anAccess } from "../evidence/support.ts";
import { published, requestsOf, wishFor } from "../journeys/requests.ts";
import { aCity, type City } from "../support/city.ts";
import { askedOf } from "./alike.ts";
import { type Caller, callerOf, type Person } from "./caller.ts";
import { type Named, OPERATIONS, problemOf } from "./operations.ts";

/** Who stands in which relation to what the police ask of education. */
const BODIES = {
  consumer: "public-security",
  provider: "education",
  center: "big-data-center",
  office: "general-office",
  sibling: "civil-affairs",
  district: "district-yangpu",
  "other-district": "district-xuhui",
} as const;
type Relation = keyof typeof BODIES | "person";
const RELATIONS = [...Object.keys(BODIES), "person"] as Relation[];
const INSTITUTIONS = Object.keys(BODIES) as Relation[];

/** What somebody with that post is called in every body that has one (local/seed/bodies.ts). */
const IN_POST: Partial<Record<Post, string>> = {
  "sharing-reviewer": "sharing",
  "catalogue-editor": "editor",
  registrar: "registrar",
};
const personOf = (relation: Relation, { post }: AnyOperation): Person => {
  if (relation === "person") return "person.lin";
  return `${BODIES[relation]}.${(post && IN_POST[post]) ?? "editor"}`;
};

/** By the beginning of a path: what its parameter names, and who may know that it is there. */
const KINDS = {
  "/sharing/offers/{id}": { knows: INSTITUTIONS },
  "/sharing/scenarios/{id}": { knows: INSTITUTIONS },
  "/sharing/demands/{id}": { knows: ["consumer", "center"] },
  "/sharing/requests/{id}": { knows: ["consumer", "provider", "center", "office"] },
  "/sharing/grants/{id}": { knows: ["consumer", "provider", "center", "office"] },
  "/evidence/records/{id}": { knows: ["provider", "center"] },
  "/evidence/grants/{id}": { knows: ["consumer", "provider"] },
  // What else the bodies that a record goes through may know is collection's own to test.
  "/collection/records/{id}": { knows: ["consumer", "provider", "center", "office"] },
  // These name a grant beside the resource.
  "/exchange/{resource}/diagnosis": { knows: ["consumer", "provider"] },
  "/exchange/{resource}/changes": { knows: ["consumer"] },
  // Only a system whose token is bound to a grant asks; nobody signed in as a person does.
  "/exchange/{resource}": { knows: [] },
} as const satisfies Record<string, { knows: readonly Relation[] }>;
type Kind = keyof typeof KINDS;
const kindOf = ({ path }: AnyOperation): Kind | undefined =>
  (Object.keys(KINDS) as Kind[]).find((start) => path === start || path.startsWith(`${start}/`));

/** The fields that name it. */
const fieldsOf = (kind: Kind, id: string): object => {
  if (kind === "/exchange/{resource}") return { resource: id };
  return kind.startsWith("/exchange/") ? { resource: there["/sharing/offers/{id}"], grant: id } : { id };
};

/** Who may do it to this record, of those who may know of it; nobody else changes anything. */
const MAY: Readonly<Record<string, readonly Relation[]>> = {
  registerSource: ["provider"],
  withdrawScenario: ["center"],
  withdrawDemand: ["consumer"],
  withdrawRequest: ["consumer"],
  reviewRequest: ["office", "provider"],
  consentToCopy: ["office"],
  suspendGrant: ["center", "office"],
  resumeGrant: ["center", "office"],
  revokeGrant: ["center", "office"],
  giveBackGrant: ["consumer"],
};

const OURS = ["sharing", "evidence", "collection"];
const naming = OPERATIONS.filter(({ context, operation }) => OURS.includes(context) && kindOf(operation) !== undefined);
const commands = naming.filter(({ context, operation }) => context === "sharing" && operation.duty === "command");
const reads = naming.filter(({ context, operation }) => context !== "collection" && operation.duty === "read");

let city: City;
let caller: Caller;
const there: Record<Kind, string> = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, ""])) as never;

const put = async (accesses: readonly Access[]): Promise<void> => {
  const client = new DynamoDBClient(city.cloud.client("dynamodb"));
  const TransactItems = accessWrites("onenet-local-city-evidence-g1", accesses);
  await DynamoDBDocumentClient.from(client).send(new TransactWriteCommand({ TransactItems }));
  client.destroy();
};

beforeAll(async () => {
  city = await aCity();
  caller = callerOf(city);
  const [us, center] = [city.as("public-security.editor"), city.as("big-data-center.sharing")];
  const free = await published(city, "学校名录甲", "unconditional");
  const guarded = await published(city, "学校名录乙", "authorised");
  there["/sharing/offers/{id}"] = free;
  const needs = [{ resource: guarded, fields: [{ code: "schoolId", plain: false }], because: "核验" }];
  const about = { name: "入学一件事", area: "one-net-services", purpose: "入学核验", needs } as const;
  const users = { kind: "level", level: "city" } as const;
  const definition = { ...about, users, from: "2026-11-24", until: "2027-11-23" };
  there["/sharing/scenarios/{id}"] = done(await center.publishScenario({ definition })).id;
  const need = { wants: "学校", duty: wishFor(guarded).duty, resource: guarded };
  there["/sharing/demands/{id}"] = done(await us.recordDemand({ need })).id;
  const steps = requestsOf(city);
  there["/sharing/requests/{id}"] = (await steps.request(guarded)).id;
  there["/sharing/grants/{id}"] = (await steps.request(free)).id;
  there["/exchange/{resource}"] = free;
  for (const kind of [
    "/evidence/grants/{id}",
    "/exchange/{resource}/diagnosis",
    "/exchange/{resource}/changes",
  ] as const)
    there[kind] = there["/sharing/grants/{id}"];
  const row = { resource: free, values: { schoolId: "S1" }, collectedOn: "2026-11-24" };
  const { id: record } = done(await city.as("education.editor").collectRecord(row));
  there["/collection/records/{id}"] = record;
  there["/evidence/records/{id}"] = record;
  const {
    consumer,
    provider,
    responsible,
    id: grant,
  } = done(await us.readGrant({ id: there["/sharing/grants/{id}"] }));
  await put([anAccess(1, { record, resource: free, consumer, provider, responsible, grant })]);
  await city.cloud.settle();
});

afterEach(() => {
  expect(caller.complaints()).toEqual([]);
});

const ABSENT = "0199b2c4-7a10-7cc0-8a55-000000000000";
const absentOf = (id: string): string => (id.includes("~") ? `${id.split("~")[0]}~${"0".repeat(32)}` : ABSENT);

const stateOf = async (kind: Kind): Promise<unknown> => {
  const us = city.as("public-security.editor");
  if (kind === "/sharing/offers/{id}") return done(await us.readOffer({ id: there[kind] }));
  if (kind === "/sharing/demands/{id}") return done(await us.listDemands({})).items;
  if (kind === "/sharing/scenarios/{id}") return done(await us.readScenario({ id: there[kind] }));
  if (kind === "/sharing/requests/{id}") return done(await us.readRequestHistory({ id: there[kind] }));
  return done(await us.readGrantHistory({ id: there["/sharing/grants/{id}"] }));
};

describe("A47p2: every operation that names a record, by everybody in every relation to it", () => {
  it("has a line here for each command of sharing, and a record for each path of sharing and evidence", () => {
    expect(commands.map(({ name }) => name).sort()).toEqual(Object.keys(MAY).sort());
    const strange = OPERATIONS.filter(({ context }) => context === "sharing" || context === "evidence").filter(
      ({ operation }) => operation.path.includes("{") && kindOf(operation) === undefined,
    );
    expect(strange.map(({ name }) => name)).toEqual([]);
  });

  const kind = ({ operation }: Named): Kind => kindOf(operation) ?? "/sharing/offers/{id}";

  it.each(naming)("$name: to whom it is denied, it looks as if it were not there", async (each) => {
    const { name } = each;
    const id = there[kind(each)];
    const knows: readonly Relation[] = KINDS[kind(each)].knows;
    const asked = askedOf(city, caller);
    for (const relation of RELATIONS.filter((it) => !knows.includes(it))) {
      const by = personOf(relation, each.operation);
      const absent = absentOf(id);
      const denied = await asked(name, fieldsOf(kind(each), id), id, by);
      expect([relation, denied]).toEqual([relation, await asked(name, fieldsOf(kind(each), absent), absent, by)]);
      const nothing = denied.status === 200 && JSON.parse(denied.text).items?.length === 0;
      expect([relation, nothing || denied.status === 403 || denied.status === 404]).toEqual([relation, true]);
    }
  });

  it.each(reads)("$name: who may know reads it", async (named) => {
    const id = there[kind(named)];
    for (const relation of KINDS[kind(named)].knows) {
      const answer = await caller.call(
        named.name,
        { ...Object(named.operation.example.takes), ...fieldsOf(kind(named), id) },
        personOf(relation, named.operation),
      );
      expect([relation, answer.status]).toEqual([relation, 200]);
      expect(JSON.parse(answer.text).items?.length ?? 1).toBeGreaterThan(0);
    }
  });

  it.each(commands)("$name: of those who know, who may not act changes nothing", async (named) => {
    const { name, operation } = named;
    const id = there[kind(named)];
    const before = await stateOf(kind(named));
    for (const relation of KINDS[kind(named)].knows) {
      const takes = { ...Object(operation.example.takes), id };
      const may = MAY[name]?.includes(relation) === true;
      const headers = may ? { "if-match": '"9999"' } : {};
      const answer = await caller.call(name, takes, personOf(relation, operation), { headers });
      if (may) expect([relation, problemOf(answer).code]).toEqual([relation, "record-changed-meanwhile"]);
      else expect([relation, answer.status]).toEqual([relation, 403]);
    }
    expect(await stateOf(kind(named))).toEqual(before);
  });
});
