import type { QueueSource, StreamRecord, StreamSource } from "../../../local/lambda/mappings/ports.ts";

export const STREAM = "arn:aws-cn:dynamodb:cn-north-1:000000000000:table/t/stream/local";
export const QUEUE = "arn:aws-cn:sqs:cn-north-1:000000000000:q";

/** A stream in memory: what a mapping reads is under the test's hand. */
export class AStream implements StreamSource {
  readonly #records: StreamRecord[] = [];
  readonly #watchers = new Set<(arn: string) => void>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  put(...values: readonly string[]): void {
    for (const value of values) {
      const sequenceNumber = String(this.#records.length + 1).padStart(5, "0");
      const event = { eventSource: "aws:dynamodb", dynamodb: { SequenceNumber: sequenceNumber, value } };
      this.#records.push({ sequenceNumber, createdAt: this.#now(), event, position: async () => sequenceNumber });
    }
    for (const tell of this.#watchers) tell(STREAM);
  }

  async read(_arn: string, after: string | undefined, limit: number): Promise<readonly StreamRecord[]> {
    return this.#records.filter((it) => it.sequenceNumber > (after ?? "")).slice(0, limit);
  }

  async latest(): Promise<string | undefined> {
    return this.#records.at(-1)?.sequenceNumber;
  }

  watch(changed: (arn: string) => void): () => void {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  }
}

/** A queue in memory; a message taken and not removed stays away until `showAgain`. */
export class AQueue implements QueueSource {
  readonly visible: string[] = [];
  readonly taken: string[] = [];
  readonly sent: unknown[] = [];
  readonly #watchers = new Set<(arn: string) => void>();

  put(...bodies: readonly string[]): void {
    this.visible.push(...bodies);
    for (const tell of this.#watchers) tell(QUEUE);
  }

  showAgain(): void {
    this.put(...this.taken.splice(0));
  }

  async receive(_arn: string, most: number) {
    const bodies = this.visible.splice(0, most);
    this.taken.push(...bodies);
    return bodies.map((body) => ({ messageId: body, receiptHandle: body, event: { messageId: body, body } }));
  }

  async remove(_arn: string, handles: readonly string[]): Promise<void> {
    for (const handle of handles) this.taken.splice(this.taken.indexOf(handle), 1);
  }

  async send(_arn: string, body: string): Promise<void> {
    this.sent.push(JSON.parse(body));
  }

  watch(changed: (arn: string) => void): () => void {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  }
}
