import * as z from "zod";
import { sweep, sweepCall } from "../platform/due.ts";
import { readSettings } from "../platform/settings.ts";
import { task } from "../platform/task.ts";
import { deployed } from "./deployed.ts";
import { Settings } from "./settings.ts";
import { tellFlow, untold } from "./use-cases.ts";

const deps = deployed(readSettings(Settings, process.env).TABLE);

/** The reconciler: decisions whose flow may not have been told are told again. */
export const handler = task("tell-untold", z.unknown(), () =>
  sweep("tell-untold", untold(deps), ({ now, version }) =>
    tellFlow(deps, { now, version }, sweepCall("tell-untold", now.id, version)),
  ),
);
