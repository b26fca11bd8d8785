import type { IncomingMessage, ServerResponse } from "node:http";
import type { Authorise, Caller, Deed } from "../shared/caller.ts";
import type { MovableClock } from "../shared/clock.ts";
import { ServiceFault } from "../shared/fault.ts";
import { Faults } from "../shared/faults.ts";
import { type Listening, listen } from "../shared/server.ts";
import { type Answer, faultAnswer, release, send } from "./answer.ts";
import { ACCOUNT, type Call, type Operation } from "./call.ts";
import { contextOf } from "./context.ts";
import { faultBefore, type S3FaultKind, type S3FaultMatch } from "./injected.ts";
import { getOperations } from "./operations/get.ts";
import { listOperations } from "./operations/list.ts";
import { putOperations } from "./operations/put.ts";
import { removeOperations } from "./operations/remove.ts";
import { checkAgainstPolicy, readPolicy } from "./policy.ts";
import { readRequest, targetOf } from "./request.ts";
import { route } from "./routing.ts";
import { checkSignature } from "./signature.ts";
import type { Bucket } from "./storage/records.ts";
import { Store } from "./storage/store.ts";

export type S3Options = {
  /** Where buckets live; made if it is not there. */
  readonly folder: string;
  readonly clock: MovableClock;
  readonly authorise: Authorise;
  readonly callerOf: (accessKeyId: string) => Caller;
  /** The secret of an access key; undefined for a key that nobody was given. */
  readonly secretOf: (accessKeyId: string) => string | undefined;
  readonly port?: number;
};

export type S3 = Listening & {
  readonly faults: Faults<S3FaultMatch, S3FaultKind>;
  /** Puts a bucket in place as a template has it; what lies in it stays. A lock never comes off. */
  declare(bucket: Bucket): void;
};

const OPERATIONS: readonly Operation[] = [...removeOperations, ...listOperations, ...putOperations, ...getOperations];

/** Starts S3 of the local cloud: buckets of one folder behind the REST API, addressed by path, on loopback. */
export const startS3 = async (options: S3Options): Promise<S3> => {
  const store = new Store(options.folder);
  const faults = new Faults<S3FaultMatch, S3FaultKind>();
  const server = await listen(
    (request, response) => serve({ ...options, store, faults }, request, response),
    options.port,
  );
  const close = async () => {
    await server.close();
    store.close();
  };
  const declare = (bucket: Bucket): void => {
    if (bucket.policy !== undefined) readPolicy(bucket.policy);
    const isLocked = store.bucket(bucket.name)?.lock !== undefined || bucket.lock !== undefined;
    if (isLocked && (bucket.lock === undefined || bucket.versioning !== "Enabled"))
      throw new ServiceFault("InvalidBucketState", `The bucket ${bucket.name} is locked and keeps its versions.`, 409);
    store.saveBucket(bucket);
  };
  return { url: server.url, port: server.port, close, faults, declare };
};

type Running = S3Options & { readonly store: Store; readonly faults: S3["faults"] };

const serve = async (running: Running, message: IncomingMessage, response: ServerResponse): Promise<void> => {
  const outcome = await answer(running, message);
  if (outcome === "broken") return void message.socket.destroy();
  // What is left of a refused body is read, so that its sender comes to read the answer.
  message.resume();
  try {
    await send(outcome, response, message.method !== "HEAD");
  } catch {
    // The reader went away in the middle, or the file broke off: either way the connection tells.
    response.destroy();
  } finally {
    await release(outcome);
  }
};

const answer = async (running: Running, message: IncomingMessage): Promise<Answer | "broken"> => {
  const path = (message.url ?? "/").replace(/\?[\s\S]*/, "");
  try {
    const { operation, call } = begin(running, message);
    const kind = running.faults.take(operation.name, { bucket: call.bucketName });
    const before = faultBefore(kind);
    if (before !== undefined) throw before;
    if (kind === "timeout-before") return "broken";
    const outcome = await operation.run(call);
    if (kind !== "lost-reply") return outcome;
    await release(outcome);
    return "broken";
  } catch (fault) {
    return faultAnswer(asServiceFault(fault), path);
  }
};

const begin = (running: Running, message: IncomingMessage): { operation: Operation; call: Call } => {
  const raw = readRequest(message);
  const now = running.clock.now();
  const signed = checkSignature(raw, running.secretOf, now);
  const target = targetOf(raw.path);
  const operation = route(OPERATIONS, raw.method, target, signed);
  const owner = signed.headers["x-amz-expected-bucket-owner"];
  if (owner !== undefined && owner !== ACCOUNT) throw new ServiceFault("AccessDenied", "Access Denied", 403);
  const caller = running.callerOf(signed.accessKeyId);
  const context = contextOf(signed);
  const { store } = running;
  const authorise = (...deeds: readonly Deed[]): void => {
    if (deeds.length === 0) return;
    const asked = deeds.map((deed) => ({ ...deed, context: { ...context, ...deed.context } }));
    running.authorise(caller, ...asked);
    for (const deed of asked) checkAgainstPolicy(policyFor(store, deed), caller, deed);
  };
  const { headers, query } = signed;
  const { bucket: bucketName = "", key = "" } = target;
  const call = { store, now, caller, signed, headers, query, bucketName, key, body: { message, signed }, authorise };
  return { operation, call };
};

const policyFor = (store: Store, { resource }: Deed): string | undefined => {
  const name = /^arn:[^:]+:s3:::([^/]+)/.exec(resource)?.[1];
  return name === undefined ? undefined : store.bucket(name)?.policy;
};

/** S3 has names of its own for what other services call otherwise. */
const asServiceFault = (fault: unknown): ServiceFault => {
  if (!(fault instanceof ServiceFault)) {
    return new ServiceFault("InternalError", fault instanceof Error ? fault.message : String(fault), 500);
  }
  if (fault.name !== "AccessDeniedException") return fault;
  return new ServiceFault("AccessDenied", fault.message, 403, fault.details);
};
