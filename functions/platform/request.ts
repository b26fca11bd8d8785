import type { APIGatewayProxyEvent } from "aws-lambda";
import * as z from "zod";
import { en, zhCN } from "zod/locales";
import { LIMITS } from "../kernel/limits.ts";
import { type Refusal, refuse } from "../kernel/outcome.ts";
import { both } from "../kernel/saying.ts";
import { parseJson } from "./json.ts";
import type { AnyOperation, Call, Takes } from "./operation.ts";
import { type FieldFault, languageOf } from "./problem.ts";

type Read<O extends AnyOperation> =
  | { readonly ok: true; readonly takes: Takes<O>; readonly headers: Pick<Call, "key"> & { ifMatch?: number } }
  | { readonly ok: false; readonly refusal: Refusal; readonly fields?: readonly FieldFault[] };

const LOCALES = { zh: zhCN().localeError, en: en().localeError };

/** Printable ASCII: the key becomes part of a row's key. */
const IDEMPOTENCY_KEY = new RegExp(`^[!-~]{8,${LIMITS.idempotencyKeyCharacters}}$`);

/**
 * The fields of a request, from path, query and body, checked by the operation's schema; what is wrong is named
 * field by field.
 */
export const readRequest = <O extends AnyOperation>(operation: O, event: APIGatewayProxyEvent): Read<O> => {
  const headers = readHeaders(operation, event);
  if (!headers.ok) return headers;
  const body = readBody(operation, event);
  if (!body.ok) return body;
  const path = event.pathParameters ?? {};
  const query = queryOf(operation, event);
  const fromHeaders = fieldsOfHeaders(operation, event);
  const elsewhere = { ...path, ...fromHeaders };
  const [stray] = wherever(operation) === "body" ? Object.keys(query) : [];
  if (stray !== undefined) return refused("field-unknown", { in: "query", pointer: pointerTo([stray]) });
  // A name that path or header give already is not known here; zod would drop the one that reaches for the prototype.
  const unwanted = Object.keys({ ...body.value, ...query }).find(
    (name) => name === "__proto__" || Object.hasOwn(path, name) || operation.headers?.includes(name),
  );
  if (unwanted !== undefined)
    return refused("field-unknown", { in: wherever(operation), pointer: pointerTo([unwanted]) });
  const given = { ...body.value, ...query, ...elsewhere };
  const parsed = z.safeParse<O["takes"]>(operation.takes, given, {
    error: LOCALES[languageOf(event.headers["accept-language"])],
  });
  if (parsed.success) return { ok: true, takes: parsed.data, headers: headers.value };
  const fields = parsed.error.issues.flatMap((issue) => fieldsOf(issue, { path, operation }));
  const unknown = parsed.error.issues.every(({ code }) => code === "unrecognized_keys");
  const code = unknown ? "field-unknown" : "fields-invalid";
  const unnamed = fields.length - LIMITS.namedFields;
  const refusal = { code, cites: [], facts: unnamed > 0 ? { unnamed } : {} };
  return { ok: false, refusal, fields: fields.slice(0, LIMITS.namedFields) };
};

/** Where an operation's fields are, if not in its path or headers. */
export const wherever = ({ method }: AnyOperation) => (method === "GET" || method === "DELETE" ? "query" : "body");

const refused = (code: string, fault: FieldFault): Extract<Read<AnyOperation>, { ok: false }> => ({
  ok: false,
  refusal: { code, cites: [], facts: {} },
  fields: [fault],
});

/** A header that was sent twice is given twice, and refused by a schema that takes one. */
const fieldsOfHeaders = ({ headers = [] }: AnyOperation, event: APIGatewayProxyEvent) =>
  Object.fromEntries(
    headers.flatMap((name) => {
      const [only, ...more] = event.multiValueHeaders?.[name] ?? [];
      if (only === undefined) return [];
      return [[name, more.length === 0 ? only : [only, ...more]] as const];
    }),
  );

const readHeaders = ({ duty, form }: AnyOperation, { headers }: APIGatewayProxyEvent) => {
  const key = headers["idempotency-key"];
  if (duty === "command" && !form && !IDEMPOTENCY_KEY.test(key ?? "")) {
    return refused("idempotency-key-missing", { in: "header", pointer: "Idempotency-Key" });
  }
  const seen = headers["if-match"];
  if (seen === undefined) return { ok: true, value: { key: key ?? "" } } as const;
  const version = /^"(\d{1,10})"$/.exec(seen)?.[1];
  if (version === undefined) return refused("fields-invalid", UNLIKE_AN_ETAG);
  return { ok: true, value: { key: key ?? "", ifMatch: Number(version) } } as const;
};

const UNLIKE_AN_ETAG: FieldFault = {
  in: "header",
  pointer: "If-Match",
  problem: both(
    '须为读取记录时的ETag，例如"3"，含引号。',
    'The ETag of the record as it was read, like "3", in quotes.',
  ),
};

const NOT_AN_OBJECT: FieldFault = {
  in: "body",
  pointer: "",
  problem: both("请求内容须为JSON对象。", "The body is a JSON object."),
};

const Fields = z.record(z.string(), z.unknown());

const readBody = (operation: AnyOperation, event: APIGatewayProxyEvent) => {
  const text = event.isBase64Encoded ? Buffer.from(event.body ?? "", "base64").toString() : (event.body ?? "");
  if (wherever(operation) === "query" || text === "") return { ok: true, value: {} } as const;
  const form = event.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") && operation.form;
  if (form) return readForm(text);
  if (!/^application\/(.+\+)?json\b/.test(event.headers["content-type"] ?? "")) return refuse("media-type-unsupported");
  const json = parseJson(text);
  if (!json.ok) return json;
  const fields = Fields.safeParse(json.value);
  if (!fields.success) return refused("fields-invalid", NOT_AN_OBJECT);
  return { ok: true, value: fields.data } as const;
};

/** A field of a form may be given once (RFC 6749 §3.2). */
const readForm = (text: string) => {
  if (Buffer.byteLength(text) > LIMITS.bodyBytes) return refuse("body-too-large", { limitBytes: LIMITS.bodyBytes });
  const given = [...new URLSearchParams(text)];
  const seen = new Set<string>();
  const twice = given.find(([name]) => seen.size === seen.add(name).size);
  if (twice !== undefined) return refused("field-twice", { in: "body", pointer: pointerTo([twice[0]]) });
  if (given.length > LIMITS.bodyValues) return refuse("body-too-large", { limitValues: LIMITS.bodyValues });
  return { ok: true, value: Object.fromEntries(given) } as const;
};

/** A query field that the operation takes as a list may be given several times; any other only once. */
const queryOf = (operation: AnyOperation, { multiValueQueryStringParameters: given }: APIGatewayProxyEvent) =>
  Object.fromEntries(
    Object.entries(given ?? {}).map(([name, values = []]) => [
      name,
      isList(operation, name) || values.length > 1 ? values : values[0],
    ]),
  );

const isList = ({ takes }: AnyOperation, name: string): boolean => {
  const field: unknown = takes.shape[name];
  const inner = field instanceof z.ZodOptional || field instanceof z.ZodExactOptional ? field.unwrap() : field;
  return inner instanceof z.ZodArray;
};

/** Each unknown field is told its own: zod's sentence lists them all, and said of each it would grow with the square. */
const UNKNOWN = both("没有这个字段。", "There is no such field.");

type Asked = Readonly<{ path: Readonly<Record<string, unknown>>; operation: AnyOperation }>;

const fieldsOf = (issue: z.core.$ZodIssue, { path, operation }: Asked): FieldFault[] => {
  const at = issue.path.map(String);
  const [first = ""] = at;
  const isHeader = operation.headers?.includes(first) === true;
  const beside = isHeader ? "header" : wherever(operation);
  const where = Object.hasOwn(path, first) ? "path" : beside;
  const isUnknown = issue.code === "unrecognized_keys";
  const names = isUnknown ? issue.keys.map((key) => [...at, key]) : [at];
  return names.map((name) => ({
    in: where,
    pointer: isHeader ? first : pointerTo(name),
    problem: isUnknown ? UNKNOWN : issue.message,
  }));
};

/** RFC 6901. */
const pointerTo = (parts: readonly string[]): string =>
  parts.map((part) => `/${part.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
