import * as z from "zod";
import { Day } from "../kernel/day.ts";
import { accept, type Outcome } from "../kernel/outcome.ts";
import { ear, type Heard, listen } from "../platform/listen.ts";
import type { Call } from "../platform/operation.ts";
import { readSettings } from "../platform/settings.ts";
import { DECISIONS, DUE_DAYS } from "./contract.ts";
import { deployed } from "./deployed.ts";
import { Settings } from "./settings.ts";
import type { About } from "./task.ts";
import { closeTask, moveDueDay } from "./use-cases.ts";

const deps = deployed(readSettings(Settings, process.env).TABLE);

const OfRecord = z.object({ round: z.number().int(), steps: z.array(z.string()).exactOptional() });
type OfRecord = z.output<typeof OfRecord>;

/**
 * Does to each step of the record that the event is about; each is an act of its own, under a key of its own. What
 * fails makes the whole event be heard again, and the steps that were done are then not done twice.
 */
const atEach = async (
  { round, steps }: OfRecord,
  { kind, step }: Readonly<{ kind: string; step?: string }>,
  { source, subject }: Heard,
  call: Call,
  act: (about: About, call: Call) => Promise<Outcome<unknown>>,
): Promise<Outcome<unknown>> => {
  for (const its of step === undefined ? (steps ?? []) : [step]) {
    const about = { context: source, kind, id: subject, step: its, round };
    const outcome = await act(about, step === undefined ? { ...call, key: `${call.key}#${its}` } : call);
    if (!outcome.ok) return outcome;
  }
  return accept("done");
};

const decisions = Object.entries(DECISIONS).map(([type, decision]) =>
  ear(type, OfRecord.extend({ type: z.literal(type) }), (event, call, heard) =>
    atEach(event, decision, heard, call, (about, its) => closeTask(deps)(about, decision.outcome, its)),
  ),
);

const dueDays = Object.entries(DUE_DAYS).map(([type, moved]) =>
  ear(type, OfRecord.extend({ type: z.literal(type), dueOn: Day }), (event, call, heard) =>
    atEach(event, moved, heard, call, (about, its) => moveDueDay(deps)(about, event.dueOn, its)),
  ),
);

export const handler = listen("inbox", [...decisions, ...dueDays]);
