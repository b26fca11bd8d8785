import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Authorise, accessKeyOf, type Caller } from "../shared/caller.ts";
import { ServiceFault, unsupported } from "../shared/fault.ts";
import { readBody } from "../shared/server.ts";
import { deedsOf, tablesOf } from "./deeds.ts";
import { answerOf, type Fault, type FaultInjector } from "./faults.ts";
import type { Operations } from "./operations.ts";
import { checkParameters, isServed } from "./parameters.ts";
import type { Tables } from "./tables.ts";
import { type Answer, type Fields, faulted, isFields, noSuchTable } from "./wire.ts";

const PROTOCOL = "DynamoDB_20120810.";
const CONTENT_TYPE = "application/x-amz-json-1.0";

type Parts = {
  readonly operations: Operations;
  readonly tables: Tables;
  readonly authorise: Authorise;
  readonly callerOf: (accessKeyId: string) => Caller;
  readonly faults: FaultInjector;
};

/** Answers requests of the DynamoDB protocol: checks what is asked, by whom, and meets it with the armed faults. */
export const answering =
  (parts: Parts) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answer = await answerTo(parts, request).catch(failed);
    if (answer === undefined) {
      request.socket.destroy();
      return;
    }
    const headers = { "content-type": CONTENT_TYPE, "x-amzn-requestid": randomUUID() };
    response.writeHead(answer.status, { ...headers, "content-length": Buffer.byteLength(answer.body) });
    response.end(answer.body);
  };

const failed = (error: unknown): Answer => {
  if (error instanceof ServiceFault) return faulted(error);
  return faulted(new ServiceFault("InternalServerError", error instanceof Error ? error.message : String(error), 500));
};

/** Undefined for a fault that is silence. */
const answerTo = async (parts: Parts, request: IncomingMessage): Promise<Answer | undefined> => {
  const body = await readBody(request);
  const target = String(request.headers["x-amz-target"] ?? "");
  const operation = target.startsWith(PROTOCOL) ? target.slice(PROTOCOL.length) : "";
  const caller = parts.callerOf(accessKeyOf(request.headers.authorization));
  if (!isServed(operation)) throw unsupported("DynamoDB", target);
  const input = parse(body);
  checkParameters(operation, input);
  const names = tablesOf(input);
  if (names.some((name) => name.startsWith("arn:"))) throw unsupported("DynamoDB", "ARNs in place of table names");
  parts.authorise(caller, ...deedsOf(parts.tables, operation, input));
  const fault = parts.faults.take(operation, names);
  return fault === undefined ? run(parts, operation, input, body) : meet(parts, fault, operation, input, body);
};

const meet = async (
  parts: Parts,
  fault: Fault,
  operation: string,
  input: Fields,
  body: Buffer,
): Promise<Answer | undefined> => {
  if (fault === "timeout-before") return undefined;
  if (fault !== "lost-reply") return answerOf(fault, operation, input);
  await run(parts, operation, input, body);
  return undefined;
};

const run = ({ operations, tables }: Parts, operation: string, input: Fields, body: Buffer): Promise<Answer> => {
  if (!operations.isControl(operation)) {
    for (const name of tablesOf(input)) if (tables.find(name)?.restore?.done === false) throw noSuchTable(name);
  }
  return operations.run(operation, input, body);
};

const parse = (body: Buffer): Fields => {
  try {
    const input: unknown = JSON.parse(body.toString());
    if (isFields(input)) return input;
  } catch {
    // Falls through to the service's own word for it.
  }
  throw new ServiceFault("SerializationException", "The request is not a JSON object.");
};
