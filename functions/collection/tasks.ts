import * as z from "zod";
import { readSettings } from "../platform/settings.ts";
import { task } from "../platform/task.ts";
import { naming, uploads } from "./deployed/receiving.ts";
import { deployed } from "./deployed.ts";
import { TaskSettings } from "./settings.ts";
import { openPieces } from "./store/file/open.ts";
import { rebuildDatabase } from "./use-cases/building.ts";
import { takeBackBatch } from "./use-cases/take-back.ts";
import { takeIn as takeInFile } from "./use-cases/take-in.ts";

const settings = readSettings(TaskSettings);
const Input = z.object({ record: z.string() });

/** A step's own watch: real time, whatever the platform's clock says. */
const watched = () => {
  const until = performance.now() + settings.STEP_SECONDS * 1000;
  return { ...deployed, timeIsUp: () => performance.now() > until };
};

/** Takes a file in, from where it was left, until it is done or the step's time is up. */
export const takeIn = task("take-in", Input, (input) =>
  takeInFile({ ...watched(), ...naming, pieces: openPieces(uploads) })(input),
);

/** Takes back what a file has brought, in the same way. */
export const takeBack = task("take-back", Input, (input) => takeBackBatch(watched())(input));

/** Builds a database anew, in the same way. */
const Rebuilding = z.object({ record: z.string(), round: z.int() });
export const rebuild = task("rebuild", Rebuilding, (input) => rebuildDatabase(watched())(input));
