import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from "aws-lambda";
import { Day } from "../../functions/kernel/day.ts";
import { newId } from "../../functions/platform/id.ts";
import type { AnyOperation } from "../../functions/platform/operation.ts";
import { PLATFORM, type Post, type Principal, type Role } from "../../functions/platform/principal.ts";
import { serve } from "../../functions/platform/serve.ts";
import { openAnswers } from "../../functions/platform/store/answers.ts";
import { commit } from "../../functions/platform/store/commit.ts";
import { openStore } from "../../functions/platform/store/open.ts";
import { calendarOperations } from "../../functions/reference/calendar-operations.ts";
import { contract, ordinary } from "../../functions/reference/contract.ts";
import { depsOver } from "../../functions/reference/opened.ts";
import { calendars, laws, referenceSeeds, standards } from "../../functions/reference/seed.ts";
import { stores } from "../../functions/reference/store.ts";
import { calendarUseCases } from "../../functions/reference/use-cases/calendar.ts";
import { keeping } from "../../functions/reference/use-cases/keeping.ts";
import { officialYears } from "../kernel/official-calendar.ts";
import { aTable, type TestTable } from "../support/table.ts";

export const day = (text: string): Day => Day.parse(text);

/** Somebody of the competent authority; training in date, the posts that are named. */
export const aKeeper = (id: string, posts: readonly Post[] = ["calendar-keeper", "law-keeper"]): Principal => ({
  kind: "staff",
  id,
  roles: ["institution", "competent-authority"],
  posts: [...posts],
  trainedUntil: day("2099-12-31"),
});

export const somebodyOf = (role: Role): Principal => ({ ...aKeeper(`of-${role}`), roles: [role] });

const statutoryDaysOf2027 = officialYears
  .filter(({ year }) => year === 2027)
  .flatMap(({ statutoryDays = [] }) => statutoryDays.flatMap(({ dates }) => dates));

/** A notice of 2027 as it could come: the law's own days off, some in lieu, two weekends worked. */
export const theNoticeFor2027 = {
  title: "国务院办公厅关于2027年部分节假日安排的通知（测试）",
  address: "https://www.gov.cn/zhengce/2027",
  settles: [2027],
  daysOff: [...statutoryDaysOf2027, "2027-02-09", "2027-05-03", "2027-10-04", "2027-10-05"] as string[],
  daysWorked: ["2027-02-20", "2027-10-09"],
  publishedOn: "2026-11-05",
};

type Answer = Readonly<{ status: number; headers: APIGatewayProxyResult["headers"]; body: Record<string, unknown> }>;
type Name = keyof typeof contract;
type Ask = Readonly<{ by?: Principal; key?: string; ifMatch?: number; raw?: true }>;

export type ReferenceBench = Readonly<{
  engine: TestTable;
  /** Calls an operation as the gateway does, and counts its AWS calls anew. */
  ask: (name: Name, takes: Record<string, unknown>, how?: Ask) => Promise<Answer>;
  calls: () => string[];
}>;

/** The context's two doors over a table of its own, holding what a new installation starts with, or part of it. */
export const aReference = async (
  holds: "everything" | "calendar" | "nothing" = "everything",
): Promise<ReferenceBench> => {
  const engine = await aTable(stores);
  if (holds !== "nothing") await seed(engine, holds === "everything");
  const deps = depsOver(engine.table);
  const doors = {
    api: serve(ordinary, keeping(deps), openAnswers(engine.table)),
    anonymous: serve(calendarOperations, calendarUseCases(deps.stores), async () => undefined),
  };
  const ask: ReferenceBench["ask"] = async (name, takes, { by, key, ifMatch, raw } = {}) => {
    engine.recorder.start();
    const { power, method, path, duty }: AnyOperation = contract[name];
    const event = eventOf({ method, path, takes, by, key: duty === "command" ? (key ?? newId()) : undefined, ifMatch });
    const { statusCode, headers, body } = await doors[power === "anonymous" ? "anonymous" : "api"](
      event,
      {} as Context,
    );
    return { status: statusCode, headers, body: raw ? { text: body } : JSON.parse(body) };
  };
  return { engine, ask, calls: () => engine.recorder.calls.map(({ operation }) => operation) };
};

const seed = async ({ table }: TestTable, withRegisters: boolean): Promise<void> => {
  const { calendar, ...registers } = referenceSeeds(day("2026-11-24"));
  const call = { by: PLATFORM, operation: "seed", digest: "seed", traceId: "seed" };
  const changed = { type: "reference.calendar-changed.v1", years: [] as number[], because: "seed" } as const;
  await openStore(calendars, table).save(calendar, undefined, changed, { ...call, key: "calendar" });
  if (!withRegisters) return;
  for (const [store, entries, type] of [
    [openStore(laws.store, table), registers.laws, "reference.law-recorded.v1"],
    [openStore(standards.store, table), registers.standards, "reference.standard-recorded.v1"],
  ] as const) {
    const door = { dynamo: table.dynamo, table: table.name, parse: () => undefined };
    for (let at = 0; at < entries.length; at += 25) {
      const batch = entries.slice(at, at + 25);
      const changes = batch.map((entry) =>
        (store.change as (...of: unknown[]) => never)(entry, undefined, { type }, call),
      );
      await commit(door, changes, { now: undefined }, { ...call, key: `${type}-${at}` });
    }
  }
};

type Asked = Readonly<{
  method: string;
  path: string;
  takes: Record<string, unknown>;
  by: Principal | undefined;
  key: string | undefined;
  ifMatch: number | undefined;
}>;

const eventOf = ({ method, path, takes, by, key, ifMatch }: Asked): APIGatewayProxyEvent => {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const rest = Object.entries(takes).filter(([name]) => !names.includes(name));
  const query = method === "GET" ? Object.fromEntries(rest.map(([name, value]) => [name, [String(value)]])) : null;
  return {
    httpMethod: method,
    resource: path,
    path,
    headers: {
      "Content-Type": "application/json",
      ...(key === undefined ? {} : { "Idempotency-Key": key }),
      ...(ifMatch === undefined ? {} : { "If-Match": `"${ifMatch}"` }),
    },
    multiValueHeaders: {},
    pathParameters: Object.fromEntries(names.map((name) => [name, String(takes[name])])),
    queryStringParameters: null,
    multiValueQueryStringParameters: query,
    stageVariables: null,
    isBase64Encoded: false,
    body: method === "GET" ? null : JSON.stringify(Object.fromEntries(rest)),
    requestContext: {
      requestId: "trace",
      authorizer: by === undefined ? null : { principal: JSON.stringify(by) },
    } as APIGatewayProxyEvent["requestContext"],
  };
};
