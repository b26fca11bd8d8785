import type { Clock } from "../kernel/clock.ts";
import { accept, type Outcome } from "../kernel/outcome.ts";
import type { Found } from "./store/open.ts";

/** One round of a record through a flow, and what is shown of it where it waits for people. */
export type Round = Readonly<{ record: string; flow: string; round: number; title: string; dueOn?: string }>;

/** What asking a flow to begin has shown: it began by this call, or had begun before. */
export type Begun = "begun" | "known";

/** Asks the state machine of a round to begin: once, however often it is asked. */
export type Start = (round: Round) => Promise<Begun>;

type Going = Readonly<{ round: number; clocks: readonly Clock[] }>;

/**
 * Begins a flow for the round of a record that an event tells of, once however often it is heard. `waits` says under
 * which step and title the record waits, or that it does no more: what is over by now is not begun.
 */
export const beginRound =
  <T extends Going>(
    store: Readonly<{ find: (id: string) => Promise<Outcome<Found<T>, "record-unknown">> }>,
    start: Start,
    waits: (record: T) => Readonly<{ flow: string; title: string }> | undefined,
  ) =>
  async (record: string, round: number): Promise<Outcome<Begun | "over", "record-unknown">> => {
    const found = await store.find(record);
    if (!found.ok) return found;
    const { now } = found.value;
    const waiting = waits(now);
    if (waiting === undefined || now.round !== round) return accept("over");
    // The clock of this round is the last one, and shows its day even where the event is heard after it.
    const [clock] = now.clocks.slice(-1);
    return accept(await start({ record, round, ...waiting, ...(clock === undefined ? {} : { dueOn: clock.dueOn }) }));
  };
