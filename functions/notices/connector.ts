import * as z from "zod";
import { LIMITS } from "../kernel/limits.ts";
import { accept, type Outcome, refuse } from "../kernel/outcome.ts";
import type { Text } from "../platform/operation.ts";
import type { Subject } from "../platform/principal.ts";
import type { Channel } from "./notice.ts";

/** What a channel is handed: whom it tells what. Where people are reached is known to the channel, never to us. */
export type Message = Readonly<{ id: string; to: Subject; text: Text }>;

/** Hands a message to a channel; its receipt, or why it has not taken it. The same id twice is one message to it. */
type HandOver = (message: Message) => Promise<Outcome<string, "channel-failed">>;

/** The channels that a stage has, beside the portal. */
export type Connectors = Readonly<Partial<Record<Channel, HandOver>>>;

const Taken = z.object({ receipt: z.string().min(1).max(LIMITS.nameCharacters) });

/** What is left of the listener's time must do for the other channel, and for the receipt. */
const MILLISECONDS = 8000;

/**
 * A channel at its registered endpoint: one POST, by the notice's id as its Idempotency-Key; the answer's `receipt` is the
 * channel's own number. No redirect is followed: nobody but the one who is registered is told.
 */
export const connector =
  (url: string, milliseconds = MILLISECONDS): HandOver =>
  async (message) => {
    const failed = (because: string) => refuse("channel-failed", { because }, ["A48"]);
    try {
      const answer = await fetch(url, {
        method: "POST",
        redirect: "error",
        signal: AbortSignal.timeout(milliseconds),
        headers: { "content-type": "application/json", "idempotency-key": message.id },
        body: JSON.stringify(message),
      });
      const taken = answer.ok ? Taken.safeParse(await answer.json()) : undefined;
      return taken?.success ? accept(taken.data.receipt) : failed(`status-${answer.status}`);
    } catch {
      return failed("not-reached");
    }
  };
