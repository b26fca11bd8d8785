import { Agent, request as send } from "node:http";
import { ServiceFault } from "../shared/fault.ts";
import { type Child, endChild, engineProgram, MEMORY, startChild } from "./child.ts";
import { type Answer, type Fields, fieldsOf, textOf } from "./wire.ts";

/** The engine checks that a request is signed, not by whom. */
const HEADERS = {
  "content-type": "application/x-amz-json-1.0",
  authorization:
    "AWS4-HMAC-SHA256 Credential=local/20180101/cn-north-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
  "x-amz-date": "20180101T000000Z",
} as const;

/** The engine went away before it answered: whether it did what it was asked must be read from its data. */
export class EngineLost extends Error {}

const FORGOT = "The DynamoDB engine died, and with it the data that it held in memory.";

type Place = { readonly file: string; readonly pidFile: string };

/** The engine's process: started, watched, started again when it dies, and ended with us. */
export class Engine {
  readonly #program: string;
  readonly #place: Place;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 32 });
  #running: Promise<Child>;
  #closed = false;

  private constructor(program: string, place: Place) {
    this.#program = program;
    this.#place = place;
    this.#running = this.#start();
  }

  /** `file` holds the data ("memory": nowhere). Throws one sentence when there is no engine for this machine. */
  static async start(place: Place): Promise<Engine> {
    const engine = new Engine(engineProgram(process.env), place);
    await engine.#running;
    return engine;
  }

  /** The engine's process id, for tests that kill it. */
  async pid(): Promise<number> {
    return (await this.#running).process.pid ?? 0;
  }

  /** Sends one operation; throws EngineLost when the connection breaks before the whole answer is there. */
  async call(operation: string, body: Buffer | string): Promise<Answer> {
    const { port } = await this.#running;
    return new Promise((resolve, reject) => {
      const lost = () => reject(new EngineLost(`The engine was lost during ${operation}.`));
      const headers = {
        ...HEADERS,
        "x-amz-target": `DynamoDB_20120810.${operation}`,
        "content-length": Buffer.byteLength(body),
      };
      const asked = send(
        { host: "127.0.0.1", port, method: "POST", path: "/", agent: this.#agent, headers },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on("data", (chunk: Buffer) => chunks.push(chunk));
          answer.on("aborted", lost);
          answer.on("error", lost);
          answer.on("end", () => resolve({ status: answer.statusCode ?? 500, body: Buffer.concat(chunks) }));
        },
      );
      asked.on("error", lost);
      asked.end(body);
    });
  }

  /** Reads can be asked again, so a lost engine is only a delay for them. */
  async read(operation: string, body: Buffer | string): Promise<Answer> {
    for (;;) {
      try {
        return await this.call(operation, body);
      } catch (error) {
        if (!(error instanceof EngineLost) || this.#closed) throw error;
        await this.back();
      }
    }
  }

  /** Asks and parses; an error of the engine is thrown as the ServiceFault it stands for. */
  async ask(operation: string, input: unknown): Promise<Fields> {
    const { status, body } = await this.read(operation, JSON.stringify(input));
    const output = fieldsOf(JSON.parse(body.toString()));
    if (status === 200) return output;
    const type = textOf(output["__type"]);
    const message = textOf(output["message"] ?? output["Message"]);
    throw new ServiceFault(type.slice(type.lastIndexOf("#") + 1), message, status);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await endChild(await this.#running);
    this.#agent.destroy();
  }

  async #start(): Promise<Child> {
    const child = await startChild(this.#program, this.#place.file, this.#place.pidFile);
    child.process.once("exit", () => {
      if (this.#closed) return;
      this.#running = this.#place.file === MEMORY ? Promise.reject(new Error(FORGOT)) : this.#start();
      // Whoever asks next is told; until then nobody listens.
      this.#running.catch(() => undefined);
    });
    return child;
  }

  /** Waits until a lost engine has been replaced: a broken connection is seen a moment before the exit behind it. */
  async back(): Promise<void> {
    const child = await this.#running;
    const { exitCode, signalCode } = child.process;
    if (exitCode === null && signalCode === null) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 100);
        child.process.once("exit", () => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
    await this.#running;
  }
}
