import { format } from "node:util";
import { parentPort, workerData } from "node:worker_threads";
import type { FromWorker, Thrown, ToWorker, WorkerData } from "./protocol.ts";

/**
 * Runs inside a worker thread: one copy of one function. It stands alone (compiled by itself), so it imports
 * nothing of the project but types. Everything a handler may notice is set before its bundle is loaded.
 */
const data: WorkerData = workerData;
const say = (message: FromWorker): void => parentPort?.postMessage(message);

const RealDate = Date;
const now = () => RealDate.now() + Number(Atomics.load(data.clock, 0));
const movedDate = new Proxy(RealDate, {
  construct: (target, given, newTarget) => Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
  apply: () => new RealDate(now()).toString(),
  get: (target, key) => (key === "now" ? now : Reflect.get(target, key)),
});
globalThis.Date = movedDate;
// Libraries ask `value.constructor === Date`.
RealDate.prototype.constructor = movedDate;

// Lines go by the same port as results, so that whoever has the result has the lines that came before it.
const pass = (chunk: unknown): true => {
  say({ kind: "wrote", text: typeof chunk === "string" ? chunk : Buffer.from(bytes(chunk)).toString("utf8") });
  return true;
};
const bytes = (chunk: unknown): Uint8Array => (chunk instanceof Uint8Array ? chunk : Buffer.from(String(chunk)));
const write = (chunk: unknown, encoding?: unknown, done?: unknown): true => {
  pass(chunk);
  if (typeof encoding === "function") encoding();
  if (typeof done === "function") done();
  return true;
};
process.stdout.write = write;
process.stderr.write = write;

const thrown = (error: unknown): Thrown =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? "").split("\n") }
    : { errorType: typeof error, errorMessage: typeof error === "string" ? error : format(error), trace: [] };

/** What nobody caught ends the runtime, as it does in Lambda. */
const die = (error: Thrown, code: number): never => {
  say({ kind: "died", error });
  process.exit(code);
};
process.on("uncaughtException", (error) => die(thrown(error), 129));
process.on("unhandledRejection", (reason) =>
  die({ ...thrown(reason), errorType: "Runtime.UnhandledPromiseRejection", errorMessage: format(reason) }, 128),
);

type Handler = (event: unknown, context: unknown) => unknown;
const isFunction = (value: unknown): value is Handler => typeof value === "function";

const NO_CALLBACKS =
  "ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. " +
  "You need to modify this function to use a supported handler signature to use Node.js 24 or later.";

const load = async (): Promise<Handler> => {
  const bundle: Readonly<Record<string, unknown>> = await import(data.module);
  const handler = bundle[data.exported];
  if (!isFunction(handler)) {
    return die(
      { errorType: "Runtime.HandlerNotFound", errorMessage: `${data.handler} is undefined or not exported`, trace: [] },
      1,
    );
  }
  if (handler.length > 2) {
    return die({ errorType: "Runtime.CallbackHandlerDeprecated", errorMessage: NO_CALLBACKS, trace: [] }, 1);
  }
  return handler;
};

const run = async (handler: Handler, { requestId, payload, timeout, clientContext }: ToWorker): Promise<void> => {
  const started = performance.now();
  const context = {
    callbackWaitsForEmptyEventLoop: true,
    functionName: data.functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: data.functionArn,
    memoryLimitInMB: String(data.memorySize),
    awsRequestId: requestId,
    logGroupName: data.logGroup,
    logStreamName: data.logStream,
    clientContext,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(timeout - (performance.now() - started))),
  };
  try {
    const result = await handler(JSON.parse(payload), context);
    say({ kind: "answered", requestId, payload: JSON.stringify(result === undefined ? null : result) ?? "null" });
  } catch (error) {
    say({ kind: "failed", requestId, error: thrown(error) });
  }
};

load().then(
  (handler) => {
    parentPort?.on("message", (message: ToWorker) => run(handler, message));
    say({ kind: "ready" });
  },
  (error: unknown) => die(thrown(error), 1),
);
