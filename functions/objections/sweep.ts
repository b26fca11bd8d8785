import { Sweeping } from "../platform/due.ts";
import { task } from "../platform/task.ts";
import { deployed } from "./deployed.ts";
import { mender } from "./starters.ts";
import { beginFlow } from "./use-cases/flows.ts";
import { inTime } from "./use-cases/in-time.ts";

const begin = beginFlow({ ...deployed, start: mender() });

/** Every hour: clocks that have run out go on record, and their objectors are told; rounds that are lost begin again. */
export const handler = task("objections-days", Sweeping, inTime(deployed).sweep(begin));
