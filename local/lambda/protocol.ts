/** What a worker is told when it starts. */
export type WorkerData = {
  /** The movable clock's offset, in shared memory. */
  readonly clock: BigInt64Array;
  /** The bundle, as a file URL, and the name of its export. */
  readonly module: string;
  readonly exported: string;
  readonly handler: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memorySize: number;
  readonly logGroup: string;
  readonly logStream: string;
};

/** An error as Lambda writes it into the payload of a failed invocation. */
export type Thrown = { readonly errorType: string; readonly errorMessage: string; readonly trace: readonly string[] };

/** One invocation: `payload` is JSON text, `timeout` in real milliseconds. */
export type ToWorker = {
  readonly requestId: string;
  readonly payload: string;
  readonly timeout: number;
  readonly clientContext?: unknown;
};

export type FromWorker =
  | { readonly kind: "ready" }
  | { readonly kind: "wrote"; readonly text: string }
  | { readonly kind: "answered"; readonly requestId: string; readonly payload: string }
  | { readonly kind: "failed"; readonly requestId: string; readonly error: Thrown }
  | { readonly kind: "died"; readonly error: Thrown };
