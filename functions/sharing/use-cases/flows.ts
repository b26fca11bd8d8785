import type { CreditCode } from "../../kernel/credit-code.ts";
import type { Day } from "../../kernel/day.ts";
import { accept, type Outcome } from "../../kernel/outcome.ts";
import type { Begun } from "../../platform/round.ts";
import type { Level, Request } from "../request/request.ts";
import type { Deps } from "./deps.ts";

/** What begins a flow: the record, the flow's name and the round; beside them whom it waits for, and what they see. */
export type Flow = Readonly<{ record: string; round: 1; title: string; dueOn?: Day }> &
  (
    | Readonly<{ flow: "consent"; role: "competent-authority" | "district-authority"; district?: string }>
    | Readonly<{ flow: "review"; responsible: CreditCode }>
  );

const authorityOf = ({ level, district }: Level) => {
  if (level === "city" || district === undefined) return { role: "competent-authority" } as const;
  return { role: "district-authority", district } as const;
};

const flowOf = (request: Request): Flow | undefined => {
  // What runs now is the last clock, and shows its day even where the event is heard after it.
  const [clock] = request.clocks.slice(-1);
  const due = clock === undefined ? {} : { dueOn: clock.dueOn };
  const about = { record: request.id, round: 1, title: request.name, ...due } as const;
  if (request.status === "awaiting-consent") return { ...about, flow: "consent", ...authorityOf(request.authority) };
  if (request.status === "under-review") return { ...about, flow: "review", responsible: request.responsible };
  return undefined;
};

/** A request waits for people: the flow of what it waits for begins, once. One that is decided by now begins none. */
export const beginFlow =
  ({ stores, start }: Pick<Deps, "stores"> & Readonly<{ start: (flow: Flow) => Promise<Begun> }>) =>
  async (id: string): Promise<Outcome<Begun | "over", "record-unknown">> => {
    const found = await stores.requests.find(id);
    if (!found.ok) return found;
    const flow = flowOf(found.value.now);
    if (flow === undefined) return accept("over");
    return accept(await start(flow));
  };
