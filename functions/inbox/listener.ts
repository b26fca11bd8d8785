import * as z from "zod";
import { ear, listen } from "../platform/listen.ts";
import { readSettings } from "../platform/settings.ts";
import { DECISIONS } from "./contract.ts";
import { deployed } from "./deployed.ts";
import { Settings } from "./settings.ts";
import { closeTask } from "./use-cases.ts";

const deps = deployed(readSettings(Settings, process.env).TABLE);

const ears = Object.entries(DECISIONS).map(([type, { kind, step, outcome }]) => {
  const Decision = z.object({ type: z.literal(type), round: z.number().int() });
  return ear(type, Decision, ({ round }, call, { subject, source }) =>
    closeTask(deps)({ context: source, kind, id: subject, step, round }, outcome, call),
  );
});

export const handler = listen("inbox", ears);
