import { createHash } from "node:crypto";
import { PutCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from "aws-lambda";
import { openRecordIds, type Values } from "../../functions/collection/index.ts";
import { records } from "../../functions/collection/store.ts";
import { accesses } from "../../functions/evidence/store.ts";
import { Instant } from "../../functions/kernel/day.ts";
import { refuse } from "../../functions/kernel/outcome.ts";
import { newId } from "../../functions/platform/id.ts";
import { Principal } from "../../functions/platform/principal.ts";
import { serve } from "../../functions/platform/serve.ts";
import type { StoreDeclaration } from "../../functions/platform/store/declare.ts";
import { openStore } from "../../functions/platform/store/open.ts";
import { indexAttributes, recordKey } from "../../functions/platform/store/rows.ts";
import type { Need } from "../../functions/sharing/chain/need.ts";
import { exchanging } from "../../functions/sharing/contract.ts";
import { type Grant, usageKey } from "../../functions/sharing/grant.ts";
import type { Offer } from "../../functions/sharing/offer.ts";
import { openChain, openSpending } from "../../functions/sharing/store/exchanges.ts";
import { grants } from "../../functions/sharing/store/grants.ts";
import { offers } from "../../functions/sharing/store/offers.ts";
import type { AskSource } from "../../functions/sharing/store/source/source.ts";
import { type Deps, exchanges } from "../../functions/sharing/use-cases/exchange.ts";
import { aTable, type OpenTable } from "../support/table.ts";
import { aGrantBy, CONSUMER, offer, TODAY } from "./states.ts";

export const NEED: Need = { misses: 10, missesPercent: 1, refusals: 5, basis: "第二十六条第二款" };
export const PROVIDER = "11310000EXAMPL1198";
export const LIN = "a".repeat(64);

const recordIdOf = openRecordIds(async (text) => createHash("sha256").update(text).digest("hex"));

/** A grant of the two fields of the example, the telephone masked, and its offer. */
export const theGrant = (over: Partial<Record<keyof Grant | "because", unknown>> = {}): Grant =>
  ({
    ...aGrantBy("unconditional"),
    id: newId(),
    provider: PROVIDER,
    responsible: PROVIDER,
    quotaPerDay: 1000,
    fields: [
      { code: "schoolId", plain: false },
      { code: "headTeacherPhone", plain: false },
    ],
    ...over,
  }) as Grant;

export const theOffer = (over: Record<string, unknown> = {}): Offer =>
  ({ ...offer("unconditional"), ...over }) as Offer;

/** The call of a system that came with a token bound to this grant, bent as a test says. */
export const boundTo = (grant: Grant, over: Record<string, unknown> = {}): Principal => {
  const { id, provider: producer, consumer, resource, edition, purpose } = grant;
  return Principal.parse({
    kind: "agency",
    id: "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d99",
    institution: CONSUMER,
    level: "city",
    roles: ["institution"],
    posts: [],
    grant: { id, producer, consumer, resource, edition, purpose, ...over },
  });
};

type Asked = Readonly<{ by: Principal; resource: string; keys: readonly unknown[]; fields?: readonly string[] }>;

export const eventOf = ({ by, resource, ...body }: Asked): APIGatewayProxyEvent =>
  ({
    httpMethod: "POST",
    resource: "/exchange/{resource}",
    path: `/exchange/${resource}`,
    headers: { "content-type": "application/json", "accept-language": "en" },
    multiValueHeaders: {},
    pathParameters: { resource },
    multiValueQueryStringParameters: null,
    body: JSON.stringify(body),
    isBase64Encoded: false,
    requestContext: {
      requestId: "request-1",
      domainName: "api.example.cn",
      path: `/v1/exchange/${resource}`,
      authorizer: { principal: JSON.stringify(by) },
    },
  }) as unknown as APIGatewayProxyEvent;

const rowOf = <T>(declared: StoreDeclaration<T, never, never, never>, record: T, version = 1) => ({
  ...recordKey(declared.kind, declared.id(record)),
  version,
  data: record,
  ...indexAttributes(declared.indexes, record),
});

/** A grant as its store keeps it. */
export const grantRow = (grant: Grant) => rowOf(grants as never, grant as never);

/** What the one table of such an exchange holds: rows of sharing, of the pools and of the ledger. */
export const EXCHANGED = [grants, offers, records, accesses];

/** The exchange over one real table that holds the rows of sharing, of the pools and of the ledger. */
export const anExchange = async (ask?: AskSource) => exchangeOver(await aTable(EXCHANGED), ask);

/** The exchange over such a table, wherever it lies. */
export const exchangeOver = <E extends OpenTable>(engine: E, ask: AskSource = async () => refuse("source-failed")) => {
  const { dynamo, name } = engine.table;
  const tables = { own: engine.table, pool: name, ledger: name };
  const deps: Deps = {
    chain: openChain(tables),
    spend: openSpending(tables),
    ask,
    connected: { hosts: ["localhost"], oneMachine: true },
    recordIdOf,
    subjectOf: async () => LIN,
    need: NEED,
    now: () => Instant.parse(`${TODAY}T04:00:00.000Z`),
    today: () => TODAY,
    newId,
  };
  const handler = serve(exchanging, exchanges(deps), async () => undefined);

  const put = (...row: Parameters<typeof rowOf>) =>
    dynamo.send(new PutCommand({ TableName: name, Item: rowOf(...row) }));
  const scan = async () => (await dynamo.send(new ScanCommand({ TableName: name }))).Items ?? [];

  return {
    ...engine,
    deps,
    give: (grant: Grant) => put(grants as never, grant as never),
    offers: (its: Offer) => put(offers as never, its as never),
    /** A record of the pool with these key values and others. */
    hold: async (resource: string, keys: Values, values: Values, over: Record<string, unknown> = {}) => {
      const id = await recordIdOf(resource, keys);
      const all = { ...keys, ...values };
      await put(
        records as never,
        {
          id,
          resource,
          edition: 1,
          statements: [],
          values: all,
          items: Object.fromEntries(Object.keys(all).map((code) => [code, "agreed"])),
          decided: {},
          subject: LIN,
          disputed: [],
          status: "held",
          changedAt: "2026-11-20T00:00:00.000Z",
          ...over,
        } as never,
        3,
      );
      return id;
    },
    use: (grant: string, use: Record<string, number>) =>
      dynamo.send(new PutCommand({ TableName: name, Item: { ...usageKey(grant, TODAY), ...use } })),
    ask: async (asked: Asked) => {
      engine.recorder.start();
      const { statusCode, headers, body } = (await handler(eventOf(asked), {} as Context)) as APIGatewayProxyResult;
      return { status: statusCode, headers: headers ?? {}, body: JSON.parse(body) as Record<string, unknown> };
    },
    calls: () => engine.recorder.calls.map(({ operation }) => operation),
    /** What the ledger and the day's use hold of a grant. */
    left: async (grant: string) => {
      const rows = await scan();
      const its = usageKey(grant as never, TODAY);
      const use = rows.find(({ pk, sk }) => pk === its.pk && sk === its.sk);
      return {
        accesses: rows.filter(({ pk, byGrantHash }) => String(pk).startsWith("access#") && byGrantHash === grant),
        used: Number(use?.["used"] ?? 0),
        missed: Number(use?.["missed"] ?? 0),
        refused: Number(use?.["refused"] ?? 0),
        overuse: rows.filter(({ pk }) => pk === `overuse#${grant}`),
      };
    },
    grantsStore: openStore(grants, engine.table),
  };
};
export type Exchange = Awaited<ReturnType<typeof anExchange>>;

export const KEY = (n: number): Values => ({ schoolId: `31310000${String(n).padStart(2, "0")}` });
export const PHONE = "13812345678";
