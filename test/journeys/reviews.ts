import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { DescribeExecutionCommand, SFNClient } from "@aws-sdk/client-sfn";
import { DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { done } from "../../demo/story.ts";
import type { Answered } from "../../functions/platform/client.ts";
import { newId } from "../../functions/platform/id.ts";
import type { AnyOperation } from "../../functions/platform/operation.ts";
import type { CallFault } from "../../local/lambda/meddler.ts";
import { aContent } from "../catalog/catalogue.ts";
import type { City } from "../support/city.ts";

export type Kind = CallFault["kind"];

const MACHINE = "arn:aws-cn:states:cn-north-1:000000000000:stateMachine:onenet-local-city-catalog-review-resource";

export const taskOf = (id: string): string => `catalog~resource~${id}~review~1`;

/** How often a client asks again before it gives up. */
const PATIENCE = 5;

/** Asks again with the same Idempotency-Key until the answer is no fault: what a careful client does. */
export const insist = async <O extends AnyOperation>(
  ask: (options: { readonly key: string }) => Promise<Answered<O>>,
): Promise<Extract<Answered<O>, { ok: true }>["value"]> => {
  const key = randomUUID();
  for (let attempt = 1; ; attempt++) {
    const answer = await ask({ key });
    if (answer.status < 500 || attempt === PATIENCE) return done(answer);
  }
};

/** The four commands by which a resource gets from nowhere into the city's catalogue, each by its person. */
export const stepsOf = ({ as }: City) => {
  const [editor, secrecy, reviewer] = [as("education.editor"), as("education.secrecy"), as("big-data-center.reviewer")];
  return {
    draft: async (name: string) =>
      (await insist((how) => editor.draftResource({ content: aContent({ name }) }, how))).id,
    clear: (id: string) => insist((how) => secrecy.reviewSecrecy({ id, outcome: "cleared" }, how)),
    submit: (id: string) => insist((how) => editor.submitResource({ id }, how)),
    publish: (id: string) => insist((how) => reviewer.reviewResource({ id, decision: "publish" }, how)),
    task: (id: string) => reviewer.readTask({ id: taskOf(id) }),
  };
};

/** All that can be seen of one review from outside, by everybody whom it concerns. */
export const seenOf = async ({ cloud, as }: City, id: string, name: string) => {
  const flows = new SFNClient(cloud.client("states"));
  try {
    const [reviewer, editor] = [as("big-data-center.reviewer"), as("education.editor")];
    const { items } = done(await editor.readResourceHistory({ id }));
    const executionArn = `${MACHINE.replace(":stateMachine:", ":execution:")}:${id}-review-1`;
    const { status, output } = await flows.send(new DescribeExecutionCommand({ executionArn }));
    const task = done(await reviewer.readTask({ id: taskOf(id) }));
    const found = done(await as("person.lin").searchCatalogue({ text: name }));
    return {
      resource: done(await editor.readResource({ id })).status,
      history: items.map((it) => `${it.version} ${it.type}`),
      item: [task.status, task.outcome],
      flow: [status, output],
      found: found.items.filter((it) => it.id === id).length,
    };
  } finally {
    flows.destroy();
  }
};

export const PUBLISHED_ONCE = {
  resource: "published",
  history: [
    "1 catalog.resource-drafted.v1",
    "2 catalog.secrecy-reviewed.v1",
    "3 catalog.resource-submitted.v1",
    "4 catalog.resource-published.v1",
  ],
  item: ["done", "published"],
  flow: ["SUCCEEDED", JSON.stringify({ outcome: "published", round: 1 })],
  found: 1,
} as const;

const Line = z.object({ pk: z.string(), sk: z.string() });

/** The journal of a context, line by line, as it stands in its bucket. */
export const journalOf = async ({ cloud }: City, context: string): Promise<readonly string[]> => {
  const s3 = new S3Client(cloud.client("s3"));
  const Bucket = "onenet-local-city-journal-000000000000-cn-north-1";
  const lines: string[] = [];
  let from: string | undefined;
  do {
    const page = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: `${context}/`, ContinuationToken: from }));
    for (const { Key } of page.Contents ?? []) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      lines.push(...`${await Body?.transformToString()}`.trim().split("\n"));
    }
    from = page.NextContinuationToken;
  } while (from !== undefined);
  s3.destroy();
  return lines;
};

/** Every row of the catalogue that the journal has an after-image of, as `pk sk`. */
export const journalled = async (city: City): Promise<ReadonlySet<string>> =>
  new Set(
    (await journalOf(city, "catalog")).map((line) => {
      const { pk, sk } = Line.parse(JSON.parse(line));
      return `${pk} ${sk}`;
    }),
  );

const inbox = async <T>({ cloud }: City, ask: (documents: DynamoDBDocumentClient) => Promise<T>): Promise<T> => {
  const client = new DynamoDBClient(cloud.client("dynamodb"));
  return ask(DynamoDBDocumentClient.from(client)).finally(() => client.destroy());
};

const rowOf = (id: string) => ({
  TableName: "onenet-local-city-inbox-g1",
  Key: { pk: `task#${taskOf(id)}`, sk: "now" },
});

/** The token with which a flow waits: known to the inbox's table alone, which the operator may read. */
export const tokenOf = async (city: City, id: string): Promise<string> => {
  const { Item } = await inbox(city, (documents) => documents.send(new GetCommand(rowOf(id))));
  return z.object({ data: z.object({ token: z.string() }) }).parse(Item).data.token;
};

/** Another token stands where the flow's own was: that one is nowhere any more. */
export const loseToken = async (city: City, id: string): Promise<void> => {
  const lost = new UpdateCommand({
    ...rowOf(id),
    UpdateExpression: "SET #data.#token = :another",
    ExpressionAttributeNames: { "#data": "data", "#token": "token" },
    ExpressionAttributeValues: { ":another": "A".repeat(128) },
  });
  await inbox(city, (documents) => documents.send(lost));
};

/** A copy of a submitted resource, under an id of its own, of which nothing was ever announced. */
export const unheard = async ({ cloud }: City, id: string): Promise<string> => {
  const client = new DynamoDBClient(cloud.client("dynamodb"));
  try {
    const documents = DynamoDBDocumentClient.from(client);
    const TableName = "onenet-local-city-catalog-g1";
    const { Item } = await documents.send(new GetCommand({ TableName, Key: { pk: `resource#${id}`, sk: "now" } }));
    const copy = newId();
    const Copy = z.looseObject({}).parse(JSON.parse(JSON.stringify(Item).replaceAll(id, copy)));
    await documents.send(new PutCommand({ TableName, Item: Copy }));
    return copy;
  } finally {
    client.destroy();
  }
};
