import { type Day, dayOf, type Instant, instantOf } from "../kernel/day.ts";

/** The platform's clock, read only at its edges: use cases and rules are told the day. */
export const now = (): Instant => instantOf(Date.now());

/** Today in Shanghai. */
export const today = (): Day => dayOf(Date.now());
