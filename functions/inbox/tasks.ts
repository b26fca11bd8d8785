import { task } from "../platform/task.ts";
import { deployed } from "./deployed.ts";
import { Opening } from "./task.ts";
import * as useCases from "./use-cases.ts";

/** Opens the inbox item of a wait (`waitForTaskToken`); if the record is decided already, the wait ends at once. */
export const openTask = task("open-task", Opening, useCases.openTask(deployed));
