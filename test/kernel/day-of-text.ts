import { Day } from "../../functions/kernel/day.ts";

/** A day for a test; one that does not exist fails the test. */
export const day = (text: string): Day => Day.parse(text);
