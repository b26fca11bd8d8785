import type { MovableClock } from "../shared/clock.ts";
import { moveForward } from "./clock.ts";

/** One part of the cloud: how to wait for its own work to end, and what of it is under way, in words. */
export type Part = { settled?(): Promise<void>; busy?(): readonly string[] };

const GIVES_UP_AFTER = 60_000;
/** So many looks in a row must find nothing: work passes from one part to the next between two of them. */
const QUIET_LOOKS = 3;

/**
 * Resolves when nothing is under way: no invocation, no event on its way, no record unread, no message that could be
 * taken, no state that could go on. What waits for time or for people is not under way. Throws after a minute,
 * naming what does not end.
 */
export const settle = async (clock: MovableClock, parts: readonly Part[]): Promise<void> => {
  const began = performance.now();
  for (let quiet = 0; quiet < QUIET_LOOKS; ) {
    // Timers that have come due are fired by a tick of the clock: not waiting for the next one.
    moveForward(clock, clock.now() + 1);
    for (const part of parts) await part.settled?.();
    await new Promise((resolve) => setImmediate(resolve));
    const busy = parts.flatMap((part) => part.busy?.() ?? []);
    quiet = busy.length === 0 ? quiet + 1 : 0;
    if (busy.length === 0) continue;
    if (performance.now() - began > GIVES_UP_AFTER) throw new Error(`This does not end: ${busy.join("; ")}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
