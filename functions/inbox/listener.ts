import * as z from "zod";
import { Day } from "../kernel/day.ts";
import { ear, listen } from "../platform/listen.ts";
import { readSettings } from "../platform/settings.ts";
import { DECISIONS, DUE_DAYS } from "./contract.ts";
import { deployed } from "./deployed.ts";
import { Settings } from "./settings.ts";
import { closeTask, moveDueDay } from "./use-cases.ts";

const deps = deployed(readSettings(Settings, process.env).TABLE);

const decisions = Object.entries(DECISIONS).map(([type, { kind, step, outcome }]) => {
  const Decision = z.object({ type: z.literal(type), round: z.number().int() });
  return ear(type, Decision, ({ round }, call, { subject, source }) =>
    closeTask(deps)({ context: source, kind, id: subject, step, round }, outcome, call),
  );
});

const dueDays = Object.entries(DUE_DAYS).map(([type, { kind, step }]) => {
  const Moved = z.object({ type: z.literal(type), round: z.number().int(), dueOn: Day });
  return ear(type, Moved, ({ round, dueOn }, call, { subject, source }) =>
    moveDueDay(deps)({ context: source, kind, id: subject, step, round }, dueOn, call),
  );
});

export const handler = listen("inbox", [...decisions, ...dueDays]);
