import { Sweeping } from "../platform/due.ts";
import { mendingStarterOf } from "../platform/flow.ts";
import { task } from "../platform/task.ts";
import { deployed } from "./deployed.ts";
import { inTime } from "./use-cases/in-time.ts";
import { beginUnbuilt, beginVerifying } from "./use-cases/watching.ts";

const begin = beginVerifying({ ...deployed, start: mendingStarterOf("verify-resource") });
const { verifications, faults } = inTime(deployed);
const verified = verifications.sweep(begin);
const mended = faults.sweep();
const built = beginUnbuilt({ ...deployed, start: mendingStarterOf("rebuild-database") });

/** Every hour: verifications and faults that have run out go on record, and what never began begins. */
export const handler = task("collection-days", Sweeping, async (asked) => {
  const first = await verified(asked);
  if (!first.ok) return first;
  const second = await mended(asked);
  return second.ok ? built() : second;
});
