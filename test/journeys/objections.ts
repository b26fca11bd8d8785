import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DescribeExecutionCommand, SFNClient, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { done } from "../../demo/story.ts";
import { BODIES } from "../../local/seed/bodies.ts";
import { numberOf } from "../../local/seed/people.ts";
import { submitted } from "../local/cloud/a-whole-life.ts";
import type { City } from "../support/city.ts";
import { insist, stepsOf } from "./reviews.ts";

const POLICE = BODIES.find(({ key }) => key === "public-security")?.creditCode ?? "";
const ARN = "arn:aws-cn:states:cn-north-1:000000000000:execution:onenet-local-city-objections-handle-objection";
export const MACHINE = "onenet-local-city-objections-handle-objection";

/** The register of the population in the city's catalogue: what it holds is about persons, by their number. */
export const aRegister = async (city: City): Promise<string> => {
  const { id } = await submitted(city, "household-population");
  await stepsOf(city).publish(id);
  await city.cloud.settle();
  return id;
};

/** The record about a sample person. */
export const aRecordOf = async ({ as }: City, resource: string, person: string): Promise<string> => {
  const values = {
    idNumber: numberOf(person),
    name: "居民",
    sex: "1",
    birthDate: "1980-01-01",
    householdAddress: "示例路1号",
    householdDistrict: "310110",
  };
  const collected = { resource, values, collectedOn: "2026-11-20" };
  return done(await as("public-security.editor").collectRecord(collected, { key: randomUUID() })).id;
};

const DECISION = {
  outcome: "corrected" as const,
  reasons: "经核实，地址登记有误。",
  looked: ["户口登记变更回执"],
  corrections: { householdAddress: "示例路1000号" },
};

/** The steps of an objection by the department's route, each by its person; each asks again until it is answered. */
export const objectingIn = ({ as }: City) => {
  const [center, police] = [as("big-data-center.objections"), as("public-security.objections")];
  return {
    file: (person: string, record: string) =>
      insist((how) =>
        as(`person.${person}`).fileObjection({ kind: "error", description: "地址登记有误。", record }, how),
      ),
    "hand-over": (id: string) => insist((how) => center.handOverObjection({ id, department: POLICE }, how)),
    decide: (id: string) => insist((how) => police.decideObjection({ id, decision: DECISION }, how)),
    withdraw: (person: string, id: string) => insist((how) => as(`person.${person}`).withdrawObjection({ id }, how)),
    item: (step: "center" | "department", id: string) =>
      (step === "center" ? center : police).readTask({ id: taskOf(step, id) }),
  };
};

const taskOf = (step: "center" | "department", id: string): string =>
  `objections~objection~${id}~${step}~${step === "center" ? 1 : 2}`;

const withFlows = async <T>({ cloud }: City, ask: (flows: SFNClient) => Promise<T>): Promise<T> => {
  const flows = new SFNClient(cloud.client("states"));
  return ask(flows).finally(() => flows.destroy());
};

export const statusOf = (city: City, execution: string) =>
  withFlows(city, async (flows) => {
    const { status } = await flows.send(new DescribeExecutionCommand({ executionArn: `${ARN}:${execution}` }));
    return status;
  });

export const stopByHand = (city: City, execution: string) =>
  withFlows(city, (flows) => flows.send(new StopExecutionCommand({ executionArn: `${ARN}:${execution}` })));

const withItem = async <T>({ cloud }: City, ask: (documents: DynamoDBDocumentClient) => Promise<T>): Promise<T> => {
  const client = new DynamoDBClient(cloud.client("dynamodb"));
  return ask(DynamoDBDocumentClient.from(client)).finally(() => client.destroy());
};
const itemRow = (id: string) => ({
  TableName: "onenet-local-city-inbox-g1",
  Key: { pk: `task#${taskOf("center", id)}`, sk: "now" },
});

/** The token with which the round of the Center waits. */
export const tokenOf = (city: City, id: string): Promise<string> =>
  withItem(city, async (documents) => {
    const { Item } = await documents.send(new GetCommand(itemRow(id)));
    return z.object({ data: z.object({ token: z.string() }) }).parse(Item).data.token;
  });

/** Another token stands where the flow's own was: that one is nowhere any more. */
export const loseToken = (city: City, id: string) =>
  withItem(city, (documents) =>
    documents.send(
      new UpdateCommand({
        ...itemRow(id),
        UpdateExpression: "SET #data.#token = :another",
        ExpressionAttributeNames: { "#data": "data", "#token": "token" },
        ExpressionAttributeValues: { ":another": "A".repeat(128) },
      }),
    ),
  );

/** The execution's status; one that ended 90 days ago is forgotten. */
const lastStatusOf = (city: City, execution: string) => statusOf(city, execution).catch(() => "FORGOTTEN");

/** All that can be seen of a decided objection from outside, by everybody whom it concerns. */
export const seenOf = async (city: City, person: string, id: string) => {
  const lin = city.as(`person.${person}`);
  const steps = objectingIn(city);
  const history = done(await lin.readObjectionHistory({ id })).items.map(({ type }) => type);
  const notices = done(await lin.listMyNotices({ limit: 100 })).items.filter(({ about }) => about.id === id);
  const { items } = done(await city.as("big-data-center.objections").listHolders({ id }));
  const pool = items.find((it) => it.kind === "pool");
  const [center, department] = [done(await steps.item("center", id)), done(await steps.item("department", id))];
  const messages = city.cloud.channels.handed().filter((it) => notices.some((notice) => notice.id === it.id));
  return {
    objection: done(await lin.readObjection({ id })).status,
    history: [...history].sort(),
    items: [center.status, center.outcome, department.status, department.outcome],
    flows: [await lastStatusOf(city, `${id}-handle-1`), await lastStatusOf(city, `${id}-handle-2`)],
    notices: notices.map(
      ({ what, deliveries }) =>
        `${what} by ${deliveries
          .map(({ channel }) => channel)
          .sort()
          .join(", ")}`,
    ),
    messages: messages.length,
    record: pool?.kind === "pool" && { version: pool.version, disputed: pool.disputed, held: pool.held },
  };
};

const EVERY = "by mail, portal, sms";
export const CORRECTED_ONCE = {
  objection: "decided",
  history: ["objections.decided.v1", "objections.handed-over.v1", "objections.marked.v1", "objections.received.v1"],
  items: ["done", "handed-over", "done", "decided"],
  flows: ["SUCCEEDED", "SUCCEEDED"],
  notices: [`objection-decided ${EVERY}`, `objection-handed-over ${EVERY}`, `objection-received ${EVERY}`],
  messages: 6,
  /** Collected, marked, corrected, and the mark lifted. */
  record: { version: 4, disputed: false, held: true },
} as const;
