import { randomUUID } from "node:crypto";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { environmentOf, type FunctionSettings, type Invoked } from "./function.ts";
import type { FromWorker, Thrown, ToWorker, WorkerData } from "./protocol.ts";
import { moduleOf } from "./worker-code.ts";

/** What a copy of a function is started with. */
type CopyOptions = {
  readonly settings: FunctionSettings;
  readonly workerFile: string;
  readonly clock: BigInt64Array;
  /** Text the function wrote, as it comes. */
  readonly wrote: (text: string) => void;
  /** The copy is over. */
  readonly ended: () => void;
};

/** One invocation as the caller asks for it. */
export type Invocation = { readonly requestId: string; readonly payload: string; readonly clientContext?: unknown };

type Outcome = Omit<Invoked, "requestId">;

/** Largest answer of a function, as Lambda has it. */
const LARGEST_ANSWER = 6_291_556;
const TOO_LARGE: Thrown = {
  errorType: "Function.ResponseSizeTooLarge",
  errorMessage: `Response payload size exceeded maximum allowed payload size (${LARGEST_ANSWER} bytes).`,
  trace: [],
};
/** Loading a bundle on a busy machine takes a while; Lambda gives the same ten seconds. */
const INIT_SECONDS = 10;

/**
 * One running copy of a function: a worker thread that handles one invocation at a time. It is over when the
 * function exits, crashes or overruns its time; the next invocation needs a new copy.
 */
export class FunctionCopy {
  readonly #settings: FunctionSettings;
  readonly #worker: Worker;
  readonly #wrote: (text: string) => void;
  readonly #ready: Promise<void>;
  #becomeReady: () => void = () => undefined;
  #died: Thrown | undefined;
  #over = false;
  #requestId = "";
  #finish: ((outcome: Outcome) => void) | undefined;

  constructor({ settings, workerFile, clock, wrote, ended }: CopyOptions) {
    this.#settings = settings;
    this.#wrote = wrote;
    this.#ready = new Promise((resolve) => {
      this.#becomeReady = resolve;
    });
    const [file = "index", exported = "handler"] = settings.handler.split(".");
    const data: WorkerData = {
      clock,
      module: pathToFileURL(moduleOf(settings.codeFolder, file)).href,
      exported,
      handler: settings.handler,
      functionName: settings.name,
      functionArn: settings.arn,
      memorySize: settings.memorySize,
      logGroup: `/aws/lambda/${settings.name}`,
      logStream: `[$LATEST]${randomUUID().replaceAll("-", "")}`,
    };
    this.#worker = new Worker(workerFile, {
      workerData: data,
      env: { ...environmentOf(settings), AWS_LAMBDA_LOG_STREAM_NAME: data.logStream },
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: settings.memorySize },
    });
    for (const stream of [this.#worker.stdout, this.#worker.stderr]) stream.on("data", (it) => wrote(String(it)));
    this.#worker.on("message", (message: FromWorker) => this.#hear(message));
    this.#worker.on("error", (error) => {
      this.#died ??= { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? "").split("\n") };
    });
    this.#worker.on("exit", (code) => {
      this.#end(code);
      ended();
    });
  }

  /** True when this copy can take no more invocations. */
  get over(): boolean {
    return this.#over;
  }

  /** Runs one invocation to its end; errors of the function are answers, never thrown. */
  async invoke({ requestId, payload, clientContext }: Invocation): Promise<Invoked> {
    const timeout = this.#settings.timeoutSeconds * 1000;
    const outcome = new Promise<Outcome>((resolve) => {
      this.#finish = resolve;
    });
    this.#requestId = requestId;
    this.#worker.ref();
    const loading = setTimeout(() => this.#overrun(INIT_SECONDS), INIT_SECONDS * 1000);
    await this.#ready;
    clearTimeout(loading);
    const running = setTimeout(() => this.#overrun(this.#settings.timeoutSeconds), timeout);
    const message: ToWorker = { requestId, payload, timeout, clientContext };
    if (this.#over) this.#fail(this.#died ?? this.#exited(1));
    else this.#worker.postMessage(message);
    const answered = await outcome;
    clearTimeout(running);
    this.#finish = undefined;
    this.#worker.unref();
    return { requestId, ...answered };
  }

  /** Ends the copy at once, wherever it is; an invocation under way fails with Runtime.ExitError. */
  async kill(): Promise<void> {
    this.#over = true;
    await this.#worker.terminate();
  }

  #hear(message: FromWorker): void {
    if (message.kind === "ready") this.#becomeReady();
    else if (message.kind === "wrote") this.#wrote(message.text);
    else if (message.kind === "died") this.#died = message.error;
    else if (message.kind === "failed") this.#fail(message.error);
    else if (Buffer.byteLength(message.payload) > LARGEST_ANSWER) this.#fail(TOO_LARGE);
    else this.#finish?.({ payload: message.payload });
  }

  #fail({ trace, ...error }: Thrown): void {
    const payload = JSON.stringify({ ...error, ...(trace.length > 0 && { trace }) });
    this.#finish?.({ functionError: "Unhandled", payload });
  }

  #overrun(seconds: number): void {
    const errorMessage = `RequestId: ${this.#requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`;
    this.#wrote(`${errorMessage}\n`);
    this.#fail({ errorType: "Sandbox.Timedout", errorMessage, trace: [] });
    this.kill().catch(() => undefined);
  }

  #end(code: number): void {
    this.#over = true;
    this.#becomeReady();
    this.#fail(this.#died ?? this.#exited(code));
  }

  #exited(code: number): Thrown {
    const errorMessage = `RequestId: ${this.#requestId} Error: Runtime exited with error: exit status ${code}`;
    return { errorType: "Runtime.ExitError", errorMessage, trace: [] };
  }
}
