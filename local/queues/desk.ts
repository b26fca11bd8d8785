import { randomUUID } from "node:crypto";
import type { Authorise, Caller } from "../shared/caller.ts";
import type { MovableClock } from "../shared/clock.ts";
import { ServiceFault } from "../shared/fault.ts";
import { checkMessage, type Message, type MessageAttributes } from "./message.ts";
import type { Queue } from "./queue.ts";
import type { QueueStore } from "./store.ts";

/** Asked before a queue with a customer-managed key is written (GenerateDataKey) or read (Decrypt). */
export type UseKey = (caller: Caller, action: "GenerateDataKey" | "Decrypt", keyId: string) => Promise<void>;

export type DeskOptions = {
  readonly store: QueueStore;
  readonly clock: MovableClock;
  readonly authorise: Authorise;
  readonly useKey: UseKey;
  /** `arn:aws-cn:sqs:cn-north-1:000000000000` */
  readonly prefix: string;
};

/** A message to be sent. */
export type Letter = {
  readonly body: string;
  readonly attributes?: MessageAttributes;
  readonly traceHeader?: string | undefined;
  readonly delaySeconds?: number | undefined;
};

const SEPARATOR = "#";

/** What callers over HTTP and services of this cloud have in common: finding, asking, sending, taking, deleting. */
export class Desk {
  readonly store: QueueStore;
  readonly clock: MovableClock;
  readonly #options: DeskOptions;

  constructor(options: DeskOptions) {
    this.store = options.store;
    this.clock = options.clock;
    this.#options = options;
  }

  arnOf(name: string): string {
    return `${this.#options.prefix}:${name}`;
  }

  allow(caller: Caller, action: string, resource: string): void {
    this.#options.authorise(caller, { action: `sqs:${action}`, resource });
  }

  /** The queue of a URL, an ARN or a name, for one who may do this with it. */
  queue(caller: Caller, action: string, called: string): Queue {
    const name = called.slice(Math.max(called.lastIndexOf("/"), called.lastIndexOf(":")) + 1);
    this.allow(caller, action, this.arnOf(name));
    const queue = this.store.named(name);
    if (queue !== undefined && (!called.startsWith("arn:") || called === this.arnOf(name))) return queue;
    throw new ServiceFault("QueueDoesNotExist", `The specified queue ${name} does not exist.`);
  }

  async send(caller: Caller, queue: Queue, letters: readonly Letter[]): Promise<Message[]> {
    for (const { body, attributes = {} } of letters) checkMessage(body, attributes, queue.number("MaximumMessageSize"));
    await this.#key(caller, "GenerateDataKey", queue);
    const now = this.clock.now();
    const messages = letters.map(({ body, attributes = {}, traceHeader, delaySeconds }) => ({
      id: randomUUID(),
      body,
      attributes,
      sender: caller.role,
      ...(traceHeader !== undefined && { traceHeader }),
      sentAt: now,
      visibleAt: now + (delaySeconds ?? queue.number("DelaySeconds")) * 1000,
      receiveCount: 0,
    }));
    this.store.add(queue, ...messages);
    return messages;
  }

  async take(caller: Caller, queue: Queue, most: number, seconds?: number): Promise<Message[]> {
    await this.#key(caller, "Decrypt", queue);
    const hiddenFor = seconds ?? queue.number("VisibilityTimeout");
    return this.store.take(queue, most, hiddenFor, (arn) => this.store.named(arn.slice(arn.lastIndexOf(":") + 1)));
  }

  /** Deletes what these handles name. An older handle of a message deletes nothing, in silence, as in SQS. */
  delete(queue: Queue, handles: readonly string[]): void {
    const found = handles.map((handle) => ({ handle, message: this.#read(queue, handle) }));
    const current = found.flatMap(({ handle, message }) =>
      message !== undefined && this.handleOf(queue, message) === handle ? [message.id] : [],
    );
    this.store.remove(queue, current);
  }

  /** Hides a message in flight for so many seconds from now; 0 shows it at once. */
  hide(queue: Queue, handle: string, seconds: number): void {
    const message = this.#read(queue, handle);
    this.store.settle(queue);
    if (message === undefined || this.handleOf(queue, message) !== handle || message.visibleAt <= this.clock.now())
      throw new ServiceFault("MessageNotInflight", "The message of this handle is not in flight.");
    this.store.hide(queue, message, this.clock.now() + seconds * 1000);
  }

  handleOf({ facts: { name } }: Queue, { id, receipt = "" }: Message): string {
    return Buffer.from([name, id, receipt].join(SEPARATOR)).toString("base64url");
  }

  #read(queue: Queue, handle: string): Message | undefined {
    const [name, id, receipt] = Buffer.from(handle, "base64url").toString().split(SEPARATOR);
    if (name !== queue.facts.name || id === undefined || receipt === undefined)
      throw new ServiceFault("ReceiptHandleIsInvalid", "The receipt handle is not one of this queue.");
    return queue.find(id);
  }

  async #key(caller: Caller, action: "GenerateDataKey" | "Decrypt", { facts }: Queue): Promise<void> {
    const keyId = facts.attributes["KmsMasterKeyId"];
    if (keyId !== undefined && keyId !== "" && !keyId.startsWith("alias/aws/"))
      await this.#options.useKey(caller, action, keyId);
  }
}
