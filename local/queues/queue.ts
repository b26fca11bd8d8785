import * as z from "zod";
import type { Message } from "./message.ts";

/** What a template says of a queue; times in seconds. */
export const QueueFacts = z.strictObject({
  name: z.string(),
  visibilityTimeout: z.int(),
  retention: z.int(),
  redrive: z.strictObject({ deadLetterArn: z.string(), maxReceiveCount: z.int() }).exactOptional(),
});
export type QueueFacts = z.infer<typeof QueueFacts>;

/** What one queue holds, in memory: which messages can be taken now, and which are hidden and until when. */
export class Queue {
  facts: QueueFacts;
  readonly #messages = new Map<string, Message>();
  readonly #visible = new Set<string>();
  readonly #hidden = new Set<string>();

  constructor(facts: QueueFacts) {
    this.facts = facts;
  }

  /** Takes a message in, or its newer state in place of the older one. */
  put(message: Message, now: number): void {
    this.#messages.set(message.id, message);
    this.#visible.delete(message.id);
    this.#hidden.delete(message.id);
    (message.visibleAt > now ? this.#hidden : this.#visible).add(message.id);
  }

  drop(id: string): void {
    this.#messages.delete(id);
    this.#visible.delete(id);
    this.#hidden.delete(id);
  }

  find(id: string): Message | undefined {
    return this.#messages.get(id);
  }

  /** Shows what has been hidden long enough; says whether that was anything. */
  reveal(now: number): boolean {
    let any = false;
    for (const id of this.#hidden) {
      if ((this.#messages.get(id)?.visibleAt ?? 0) > now) continue;
      this.#hidden.delete(id);
      this.#visible.add(id);
      any = true;
    }
    return any;
  }

  /** Ids of the messages kept longer than the queue keeps any. */
  expired(now: number): string[] {
    const kept = this.facts.retention * 1000;
    return this.messages().flatMap(({ id, sentAt }) => (sentAt + kept <= now ? [id] : []));
  }

  get size(): number {
    return this.#messages.size;
  }

  /** The first messages that can be taken, at most so many. */
  first(most = Number.POSITIVE_INFINITY): Message[] {
    const found: Message[] = [];
    for (const id of this.#visible) {
      if (found.length >= most) break;
      found.push(...[this.#messages.get(id) ?? []].flat());
    }
    return found;
  }

  messages(): Message[] {
    return [...this.#messages.values()];
  }
}
