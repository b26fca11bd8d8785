import { Sweeping } from "../platform/due.ts";
import { mendingStarterOf } from "../platform/flow.ts";
import { task } from "../platform/task.ts";
import { deployed } from "./deployed.ts";
import { beginReview } from "./use-cases/hearing.ts";
import { inTime } from "./use-cases/in-time.ts";

const begin = beginReview({ ...deployed, start: mendingStarterOf("review-resource") });

/** Every hour: reviews that have run out go on record, and resources whose last day is over retire; see `clockwork`. */
export const handler = task("catalog-days", Sweeping, inTime(deployed).sweep(begin));
