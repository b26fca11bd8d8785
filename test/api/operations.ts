import { newId } from "../../functions/platform/id.ts";
import type { AnyOperation } from "../../functions/platform/operation.ts";
import { Problem } from "../../functions/platform/problem.ts";
import { PLATFORM_REFUSALS } from "../../functions/platform/refusals.ts";
import { CONTEXTS } from "../../infra/contexts/index.ts";
import type { Answer, Sent } from "./http.ts";

export type Named = Readonly<{ context: string; name: string; operation: AnyOperation }>;

/** Every operation of every contract: what the suites are generated from. */
export const OPERATIONS: readonly Named[] = CONTEXTS.flatMap(({ name: context, contract }) =>
  Object.entries(contract).map(([name, operation]) => ({ context, name, operation })),
);

export const operationOf = (wanted: string): AnyOperation => {
  const found = OPERATIONS.find(({ name }) => name === wanted);
  if (found === undefined) throw new Error(`No operation is called ${wanted}.`);
  return found.operation;
};

export const sendsBody = ({ method }: AnyOperation): boolean => method === "POST" || method === "PUT";

/** The request of an operation for these fields, without sign-in. What is no object goes into the body as it is. */
export const requestOf = (operation: AnyOperation, takes: unknown, key: string = newId()): Sent => {
  const isObject = typeof takes === "object" && takes !== null && !Array.isArray(takes);
  const rest: Record<string, unknown> = isObject ? { ...takes } : {};
  const take = (name: string): unknown => {
    const value = rest[name];
    delete rest[name];
    return value;
  };
  // An empty segment would be another address; a caller without a value sends something else.
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => escaped(take(name)) || "-");
  const headers: Record<string, string> = {};
  for (const name of operation.headers ?? []) headers[name] = headerSafe(take(name));
  if (operation.duty === "command" && !operation.form) headers["idempotency-key"] = key;
  if (sendsBody(operation)) {
    headers["content-type"] = operation.form ? "application/x-www-form-urlencoded" : "application/json";
    const body = operation.form
      ? new URLSearchParams(
          Object.entries(rest).map(([name, value]): [string, string] => [name, String(value)]),
        ).toString()
      : JSON.stringify(isObject ? rest : takes);
    return { method: operation.method, path, headers, body };
  }
  const query = Object.entries(rest)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((each) => [name, each] as const))
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${escaped(name)}=${escaped(value)}`);
  return { method: operation.method, path: query.length > 0 ? `${path}?${query.join("&")}` : path, headers };
};

/** Half a character cannot be escaped; a caller sends the bytes anyway, and so do we: as the mark for what is lost. */
const escaped = (value: unknown): string =>
  encodeURIComponent(
    (typeof value === "string" ? value : (JSON.stringify(value) ?? "")).replaceAll(/\p{Surrogate}/gu, "\ufffd"),
  );

const headerSafe = (value: unknown): string => String(value).replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, "?");

/** What is wrong with an answer by its contract, in words; nothing if it is as declared. */
export const complaintsOf = (answer: Answer, operation: AnyOperation): string[] => {
  const { status, headers, text } = answer;
  if (status >= 500) return [`${status}: ${text}`];
  if (status >= 400) return complaintsOfProblem(answer, operation);
  const expected = operation.creates ? 201 : 200;
  const wrong = status === expected ? [] : [`${status} instead of ${expected}`];
  const isText = operation.media?.startsWith("text/");
  const type = String(headers["content-type"]);
  if (!type.startsWith(operation.media ?? "application/json")) wrong.push(`content type ${type}`);
  const body = operation.gives.safeParse(isText || typeof operation.example.gives === "string" ? text : jsonOf(text));
  return body.success ? wrong : [...wrong, `body: ${body.error.message}`];
};

const complaintsOfProblem = ({ status, headers, text }: Answer, operation: AnyOperation): string[] => {
  const type = headers["content-type"];
  if (type !== "application/problem+json") return [`a problem of content type ${type}`];
  const problem = Problem.safeParse(jsonOf(text));
  if (!problem.success) return [`no problem document: ${text}`];
  const { code } = problem.data;
  const known: Readonly<Record<string, { status: number }>> = { ...PLATFORM_REFUSALS, ...operation.refusals };
  const meaning = Object.hasOwn(known, code) ? known[code] : undefined;
  if (meaning === undefined) return [`${code} is none of its refusals`];
  const wrong = meaning.status === status && problem.data.status === status ? [] : [`${code} with ${status}`];
  return problem.data.type === `urn:onenet:problem:${code}` ? wrong : [...wrong, `type ${problem.data.type}`];
};

const CODES = new Set([
  ...Object.keys(PLATFORM_REFUSALS),
  ...OPERATIONS.flatMap(({ operation: { refusals } }) => Object.keys(refusals)),
]);

/** What is wrong with an answer of which nobody knows whose it is: no fault, and a problem document if it is a refusal. */
export const complaintsOfAny = (answer: Answer): string[] => {
  if (answer.status >= 500) return [`${answer.status}: ${answer.text}`];
  if (answer.status < 400) return [];
  const problem = Problem.safeParse(jsonOf(answer.text));
  if (!problem.success) return [`no problem document: ${answer.text}`];
  return CODES.has(problem.data.code) ? [] : [`nobody knows ${problem.data.code}`];
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The problem document of a refusal; fails the test if the answer was none. */
export const problemOf = (answer: Answer): Problem => Problem.parse(jsonOf(answer.text));
