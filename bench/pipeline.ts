import type { APIGatewayProxyEvent, Context } from "aws-lambda";
import * as z from "zod";
import { accept } from "../functions/kernel/outcome.ts";
import { operation } from "../functions/platform/operation.ts";
import { COMMON } from "../functions/platform/refusals.ts";
import { serve } from "../functions/platform/serve.ts";
import { quietly, type Row, ratio, sideBySide } from "./row.ts";

const REQUESTS = 2000;

const echo = operation({
  duty: "command",
  method: "POST",
  path: "/echo/{id}",
  says: { zh: "回声", en: "Echo" },
  cites: [],
  who: "everyone",
  takes: z.strictObject({ id: z.string(), name: z.string().min(1).max(200), grade: z.number().int().min(1).max(4) }),
  gives: z.object({ id: z.string(), name: z.string(), grade: z.number() }),
  refusals: COMMON,
  example: { takes: { id: "1", name: "a", grade: 1 }, gives: { id: "1", name: "a", grade: 1 } },
});

const principal = JSON.stringify({ kind: "staff", id: "staff-1", roles: ["institution"], posts: [] });

const event = {
  httpMethod: "POST",
  resource: "/echo/{id}",
  headers: { "Content-Type": "application/json", "Idempotency-Key": "bench-0001" },
  pathParameters: { id: "1" },
  multiValueQueryStringParameters: null,
  body: JSON.stringify({ name: "户籍人口基本信息", grade: 3 }),
  isBase64Encoded: false,
  requestContext: { requestId: "bench", authorizer: { principal } },
} as unknown as APIGatewayProxyEvent;
const context = { functionName: "bench", getRemainingTimeInMillis: () => 28_000 } as unknown as Context;

/** The same answer by hand: what authorisation, validation, logging and problem documents cost beside nothing at all. */
const bare = async (given: APIGatewayProxyEvent) => {
  const fields: unknown = JSON.parse(given.body ?? "{}");
  const { name, grade } = Object(fields);
  if (typeof name !== "string" || typeof grade !== "number") return { statusCode: 400, body: "" };
  console.log(JSON.stringify({ message: "COMPLETED", status: 200 }));
  return { statusCode: 200, body: JSON.stringify({ id: given.pathParameters?.["id"], name, grade }) };
};

/** P2: the handler pipeline beside a handler written by hand, both silent, interleaved in one run. */
export const pipeline = async (): Promise<Row[]> => {
  const handler = serve({ echo }, { echo: async (takes) => accept({ now: takes }) }, async () => undefined);
  const quiet = (go: () => Promise<unknown>) =>
    quietly(async () => {
      for (let request = 0; request < REQUESTS; request++) await go();
    });
  const ours = () => quiet(() => handler(event, context));
  const theirs = () => quiet(() => bare(event));
  await ours();
  await theirs();
  const [mine, other] = await sideBySide(5, ours, theirs);
  return [
    {
      what: "handler pipeline (middy, authorisation, zod, two log lines) ÷ bare handler",
      ours: `${Math.round((mine / REQUESTS) * 1000)} µs a request`,
      beside: `${Math.round((other / REQUESTS) * 1000)} µs by hand`,
      goal: `informs (${ratio(mine, other)}); the stretch is 2.5 ×`,
      met: undefined,
    },
  ];
};
