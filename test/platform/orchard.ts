import type { APIGatewayProxyEvent } from "aws-lambda";
import * as z from "zod";
import { Day, type Instant } from "../../functions/kernel/day.ts";
import { accept, type Outcome, refuse } from "../../functions/kernel/outcome.ts";
import { type Call, operation, type UseCases } from "../../functions/platform/operation.ts";
import { PageFields, pageOf } from "../../functions/platform/page.ts";
import { Principal } from "../../functions/platform/principal.ts";
import { COMMAND, COMMON, PAGED, UNKNOWN } from "../../functions/platform/refusals.ts";
import { declareStore } from "../../functions/platform/store/declare.ts";
import type { Store } from "../../functions/platform/store/open.ts";

/** A context of nothing but platform: apples, with names that one apple alone may bear, weighed again and again. */
export const Apple = z.object({
  id: z.string(),
  name: z.string(),
  grams: z.int().min(1),
  orchard: z.string(),
  dueOn: Day.exactOptional(),
});
export type Apple = z.infer<typeof Apple>;

const AppleEvent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("apples.grown.v1"), name: z.string() }),
  z.object({ type: z.literal("apples.weighed.v1"), grams: z.int() }),
]);

export const apples = declareStore({
  kind: "apple",
  holds: Apple,
  announces: AppleEvent,
  id: ({ id }) => id,
  indexes: { byOrchard: ({ orchard, id }) => (orchard === "none" ? undefined : { hash: orchard, range: id }) },
  claims: ({ name }) => [
    { name: `name#${name}`, holds: true, refusal: "name-taken", cites: "A18", label: "/name" } as const,
    { name: `banned#${name}`, holds: false, refusal: "name-banned", cites: "A17", label: "/name" } as const,
  ],
});
export type Apples = Store<typeof apples>;

const example = { id: "apple-1", name: "Fuji", grams: 150, orchard: "north" } as const;
const NAME = {
  "name-taken": { status: 409, zh: "名称已被使用", en: "The name is taken" },
  "name-banned": { status: 409, zh: "名称不可使用", en: "The name is banned" },
} as const;
const cites = ["A18"] as const;
const who = ["institution"] as const;

export const contract = {
  growApple: operation({
    duty: "command",
    method: "POST",
    path: "/apples",
    says: { zh: "种苹果", en: "Grow an apple" },
    cites,
    who,
    creates: true,
    takes: z.strictObject({ id: z.string().max(50), name: z.string().max(20), grams: z.number().int() }),
    gives: Apple,
    refusals: { ...COMMAND, ...NAME },
    example: { takes: { id: "apple-1", name: "Fuji", grams: 150 }, gives: example },
  }),
  weighApple: operation({
    duty: "command",
    method: "PUT",
    path: "/apples/{id}/weight",
    says: { zh: "称苹果", en: "Weigh an apple" },
    cites,
    who,
    takes: z.strictObject({ id: z.string(), grams: z.number().int() }),
    gives: Apple,
    refusals: {
      ...COMMON,
      ...NAME,
      "weight-the-same": { status: 422, zh: "重量未变", en: "It weighs the same" },
    },
    example: { takes: { id: "apple-1", grams: 160 }, gives: example },
  }),
  readApple: operation({
    duty: "read",
    method: "GET",
    path: "/apples/{id}",
    says: { zh: "查苹果", en: "Read an apple" },
    cites,
    who: "everyone",
    takes: z.strictObject({ id: z.string() }),
    gives: Apple,
    refusals: UNKNOWN,
    example: { takes: { id: "apple-1" }, gives: example },
  }),
  listApples: operation({
    duty: "read",
    method: "GET",
    path: "/apples",
    says: { zh: "列苹果", en: "List apples" },
    cites,
    who: "nobody-known",
    takes: z.strictObject({ orchard: z.string(), colours: z.array(z.string()).exactOptional(), ...PageFields }),
    gives: pageOf(Apple),
    refusals: PAGED,
    example: { takes: { orchard: "north" }, gives: { items: [example] } },
    cacheSeconds: 60,
  }),
  tokenFor: operation({
    duty: "command",
    method: "POST",
    path: "/apples/token",
    says: { zh: "取令牌", en: "Get a token" },
    cites: [],
    who: "nobody-known",
    form: true,
    takes: z.strictObject({ grant: z.string() }),
    gives: z.string(),
    media: "text/html",
    refusals: {},
    example: { takes: { grant: "g" }, gives: "" },
  }),
};

export const useCases = ({ apples }: { apples: Apples }): UseCases<typeof contract> => ({
  growApple: async (asked, call) =>
    apples.save({ ...asked, orchard: call.by.id }, undefined, { type: "apples.grown.v1", name: asked.name }, call),
  weighApple: async ({ id, grams }, call) => {
    const found = await apples.findUnchanged(id, call);
    if (!found.ok) return found;
    if (found.value.now.grams === grams) return refuse("weight-the-same", { grams });
    return apples.save({ ...found.value.now, grams }, found.value, { type: "apples.weighed.v1", grams }, call);
  },
  readApple: async ({ id }) => apples.find(id),
  listApples: async ({ orchard, cursor, limit }) => {
    const page = await apples.list("byOrchard", { hash: orchard }, { cursor, limit });
    return page.ok ? accept({ now: { ...page.value, items: page.value.items.map(({ now }) => now) } }) : page;
  },
  tokenFor: async ({ grant }) => accept({ now: `token for ${grant}` }),
});

export const anApple: Apple = Apple.parse(example);

export const theGrower = Principal.parse({ kind: "staff", id: "north", roles: ["institution"], posts: [] });

export const aCall = (more: Partial<Call> = {}): Call => ({
  by: theGrower,
  operation: "growApple",
  key: "key-00000001",
  digest: "digest",
  traceId: "trace",
  ...more,
});

export const NOON = "2026-11-24T04:00:00.000Z" as Instant;

type Asked = Readonly<{
  method?: string;
  resource?: string;
  path?: Record<string, string>;
  query?: Record<string, string[]>;
  body?: unknown;
  headers?: Record<string, string>;
  by?: unknown;
}>;

/** An event of the gateway, with a JSON body and a key unless told otherwise; a text is sent as it is. */
export const anEvent = ({ method = "POST", resource = "/apples", path, query, body, headers, by }: Asked) =>
  ({
    httpMethod: method,
    resource,
    path: resource,
    headers: { "Content-Type": "application/json", "Idempotency-Key": "key-00000001", ...headers },
    multiValueHeaders: {},
    pathParameters: path ?? null,
    queryStringParameters: null,
    multiValueQueryStringParameters: query ?? null,
    stageVariables: null,
    body: body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body),
    isBase64Encoded: false,
    requestContext: {
      requestId: "request-1",
      domainName: "api.example.cn",
      path: `/v1${resource}`,
      authorizer: by === undefined ? null : { principal: JSON.stringify(by) },
    },
  }) as unknown as APIGatewayProxyEvent;

/** The value of an outcome that must be a yes. */
export const granted = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Error(`refused: ${outcome.refusal.code}`);
  return outcome.value;
};

export const codeOf = (outcome: Outcome<unknown>): string => (outcome.ok ? "ok" : outcome.refusal.code);
