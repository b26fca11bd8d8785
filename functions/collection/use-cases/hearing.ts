import { accept, type Outcome } from "../../kernel/outcome.ts";
import type { Begun } from "../../platform/round.ts";
import type { Deps } from "./deps.ts";

/** What begins a file's flow; `waitsFor` is the district authority that must hand it on first (A22). */
export type Flow = Readonly<{ record: string; flow: string; round: number; title: string; waitsFor?: string }>;
type Starting = Pick<Deps, "batches"> & Readonly<{ start: (flow: Flow) => Promise<Begun> }>;

/** A file was submitted: it begins to be taken in, or to wait. One that is over by now is not begun. */
export const beginTakingIn =
  ({ batches, start }: Starting) =>
  async (record: string, round: number): Promise<Outcome<Begun | "over", "record-unknown">> => {
    const found = await batches.find(record);
    if (!found.ok) return found;
    const { status, name, route } = found.value.now;
    if (status !== "taking-in" && status !== "awaiting-hand-on") return accept("over");
    // A file that was handed on before its flow began waits all the same: the inbox knows the answer already.
    const waits = route.by === "by-district" ? { waitsFor: route.authority } : {};
    return accept(await start({ record, flow: "take-in", round, title: name, ...waits }));
  };

/** A withdrawal was begun: what the file has brought is taken back. */
export const beginTakingBack =
  ({ batches, start }: Starting) =>
  async (record: string, round: number): Promise<Outcome<Begun | "over", "record-unknown">> => {
    const found = await batches.find(record);
    if (!found.ok) return found;
    if (found.value.now.status !== "withdrawing") return accept("over");
    return accept(await start({ record, flow: "take-back", round, title: found.value.now.name }));
  };
