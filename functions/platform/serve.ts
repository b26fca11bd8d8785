import { DynamoDBServiceException } from "@aws-sdk/client-dynamodb";
import middy from "@middy/core";
import httpHeaderNormalizer from "@middy/http-header-normalizer";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { LIMITS } from "../kernel/limits.ts";
import type { Outcome, Refusal } from "../kernel/outcome.ts";
import { addressOf } from "./address.ts";
import { admit } from "./admit.ts";
import { recorder } from "./aws.ts";
import { digestOf } from "./digest.ts";
import { log, logFault } from "./log.ts";
import type { Answer, AnyOperation, Call, Contract, UseCase, UseCases } from "./operation.ts";
import { type FieldFault, LANGUAGE_TAG, type Language, languageOf, problemOf } from "./problem.ts";
import { PLATFORM_REFUSALS } from "./refusals.ts";
import { readRequest, wherever } from "./request.ts";
import { today } from "./time.ts";

type Say = (refusal: Refusal, fields?: readonly FieldFault[]) => APIGatewayProxyResult;

/** An operation with its use case: all that is left is the event, and how to say no. */
type Route = Readonly<{
  name: string;
  operation: AnyOperation;
  perform: (event: APIGatewayProxyEvent, say: Say) => Promise<APIGatewayProxyResult>;
}>;

/** Finds what an earlier command with the same key was answered; stores give it (`openAnswers`). */
type Earlier = (call: Call) => Promise<Outcome<Answer<unknown>> | undefined>;

/**
 * The door for HTTP: one handler that serves a contract's operations by their use cases. Parses and checks what
 * comes in, asks who may, answers with the record or a problem document, and never lets a fault out unexplained.
 */
export const serve = <C extends Contract>(contract: C, useCases: UseCases<C>, earlier: Earlier) => {
  const routes = new Map<string, Route>();
  const add = <K extends keyof C & string>(name: K) => {
    const operation: C[K] = contract[name];
    routes.set(`${operation.method} ${operation.path}`, routeTo(name, operation, useCases[name], earlier));
  };
  for (const name in contract) add(name);
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>({ timeoutEarlyInMillis: 0 })
    .use(httpHeaderNormalizer())
    .handler((event) => answerTo(event, routes));
};

const answerTo = async (
  event: APIGatewayProxyEvent,
  routes: ReadonlyMap<string, Route>,
): Promise<APIGatewayProxyResult> => {
  const traceId = event.requestContext.requestId;
  const language = languageOf(event.headers["accept-language"]);
  const route = routes.get(`${event.httpMethod} ${event.resource}`);
  const say = sayIn(language, traceId, route?.operation);
  const startedAt = performance.now();
  recorder.start();
  log("started", { traceId, operation: route?.name });
  let result: APIGatewayProxyResult;
  try {
    result =
      route === undefined ? say({ code: "route-unknown", cites: [], facts: {} }) : await route.perform(event, say);
  } catch (fault) {
    logFault(fault, { traceId, operation: route?.name });
    result = say({ code: isPassing(fault) ? "unavailable" : "fault", cites: [], facts: {} });
  }
  log("completed", {
    traceId,
    operation: route?.name,
    status: result.statusCode,
    code: String(result.headers?.["x-problem-code"] ?? "ok"),
    awsCalls: recorder.calls.map(({ service, operation }) => `${service}.${operation}`),
    milliseconds: Math.round(performance.now() - startedAt),
  });
  return result;
};

const routeTo = <O extends AnyOperation>(name: string, operation: O, useCase: UseCase<O>, earlier: Earlier): Route => ({
  name,
  operation,
  async perform(event, say) {
    const admitted = admit(operation, event.requestContext.authorizer, today());
    if (!admitted.ok) return say(admitted.refusal);
    const read = readRequest(operation, event);
    if (!read.ok) return say(read.refusal, read.fields);
    const { requestId } = event.requestContext;
    const by = admitted.value;
    const url = addressOf(event.requestContext);
    const call: Call = { by, operation: name, traceId: requestId, digest: digestOf(read.takes), url, ...read.headers };
    const outcome = await useCase(read.takes, call);
    // A repeat may find that the record has moved on and be refused by its rules: then the first answer counts.
    const repeat = !outcome.ok && operation.duty === "command" ? await earlier(call) : undefined;
    const said = repeat ?? outcome;
    return said.ok ? accepted(operation, said.value) : say(said.refusal);
  },
});

const accepted = (
  operation: AnyOperation,
  { now, version, replayed, headers }: Answer<unknown>,
): APIGatewayProxyResult => {
  const value = operation.gives.parse(now);
  const body = typeof value === "string" ? value : JSON.stringify(value);
  if (Buffer.byteLength(body) > LIMITS.answerBytes)
    throw new RangeError("The answer is larger than a function may give.");
  return {
    statusCode: operation.creates ? 201 : 200,
    headers: {
      "content-type": contentTypeOf(operation),
      "cache-control": operation.cacheSeconds === undefined ? "no-store" : `private, max-age=${operation.cacheSeconds}`,
      "x-content-type-options": "nosniff",
      ...toldBy(operation, headers),
      ...(version === undefined ? {} : { etag: `"${version}"` }),
      ...(replayed ? { "idempotency-replayed": "true" } : {}),
      ...(operation.creates && hasId(value) ? { location: `${operation.path}/${value.id}` } : {}),
    },
    body,
  };
};

/** Only what the contract tells of goes out, and all of it does. */
const toldBy = ({ tells = {} }: AnyOperation, headers: Readonly<Record<string, string>> = {}) => {
  const [untold] = Object.keys({ ...tells, ...headers }).filter((name) => !(name in tells) || !(name in headers));
  if (untold !== undefined) throw new Error(`The header ${untold} is not what the contract tells of.`);
  return headers;
};

const contentTypeOf = ({ media }: AnyOperation): string =>
  media?.startsWith("text/") ? `${media}; charset=utf-8` : (media ?? "application/json");

const hasId = (value: unknown): value is { id: string } =>
  typeof value === "object" && value !== null && "id" in value && typeof value.id === "string";

/** Refusals as problem documents: a code that neither the operation nor the platform knows is a fault of ours. */
const sayIn =
  (language: Language, traceId: string, operation: AnyOperation | undefined): Say =>
  (refusal, fields) => {
    const { code, cites, facts } = discreet(refusal);
    const meanings: Readonly<Record<string, { status: number; zh: string; en: string }>> = {
      ...PLATFORM_REFUSALS,
      ...operation?.refusals,
    };
    const { status, ...title } = meanings[code] ?? PLATFORM_REFUSALS.fault;
    const about = { cites, facts, fields: fields ?? fieldOf(facts, operation) };
    const problem = problemOf({ code, status, title, ...about, language, traceId });
    return {
      statusCode: status,
      headers: {
        "content-type": "application/problem+json",
        "content-language": LANGUAGE_TAG[language],
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "x-problem-code": code,
        ...(status === 503 || status === 429 ? { "retry-after": String(facts["retryAfterSeconds"] ?? 1) } : {}),
      },
      body: JSON.stringify(operation?.form ? { ...problem, error: oauthErrorOf(operation, code, status) } : problem),
    };
  };

/** A47p2: what is not theirs to see and what is not there get one answer; an article or a fact would tell them apart. */
const discreet = (refusal: Refusal): Refusal =>
  refusal.code === "record-unknown" ? { code: refusal.code, cites: [], facts: {} } : refusal;

/** RFC 6749, section 5.2: an operation's own refusals are named after OAuth's; any other is the nearest of those. */
const oauthErrorOf = ({ refusals }: AnyOperation, code: string, status: number): string => {
  if (code in refusals) return code.replaceAll("-", "_");
  return status < 500 ? "invalid_request" : "server_error";
};

/** A bar that knows the field it is about says so in its facts. */
const fieldOf = ({ field }: Refusal["facts"], operation: AnyOperation | undefined): FieldFault[] => {
  if (typeof field !== "string") return [];
  if (/^[A-Z]/.test(field)) return [{ in: "header", pointer: field }];
  const where = operation === undefined ? "body" : wherever(operation);
  return [{ in: where, pointer: field.startsWith("/") ? field : `/${field}` }];
};

/** Throttled, timed out, or in conflict with another transaction: the caller may try again with the same key. */
const PASSING = new Set([
  "ThrottlingException",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "TransactionCanceledException",
  "TransactionConflictException",
  "TransactionInProgressException",
  "InternalServerError",
  "ServiceUnavailable",
  "TimeoutError",
  "ECONNRESET",
  "ECONNREFUSED",
]);

/** The SDK names its own faults; what the network does is told by a code. */
const isPassing = (fault: unknown): boolean =>
  fault instanceof Error &&
  (PASSING.has(fault.name) ||
    ("code" in fault && PASSING.has(String(fault.code))) ||
    (fault instanceof DynamoDBServiceException && fault.$retryable !== undefined));
