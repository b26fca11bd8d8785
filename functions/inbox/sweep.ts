import * as z from "zod";
import { sweep, sweepCall } from "../platform/due.ts";
import { task } from "../platform/task.ts";
import { deployed } from "./deployed.ts";
import { tellFlow, untold } from "./use-cases.ts";

/** The reconciler: decisions whose flow may not have been told are told again. */
export const handler = task("tell-untold", z.unknown(), () =>
  sweep("tell-untold", untold(deployed), ({ now, version }) =>
    tellFlow(deployed, { now, version }, sweepCall("tell-untold", deployed.tasks.kind, now.id, version)),
  ),
);
