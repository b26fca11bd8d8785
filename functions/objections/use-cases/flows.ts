import type { CreditCode } from "../../kernel/credit-code.ts";
import { accept, type Outcome } from "../../kernel/outcome.ts";
import type { Begun } from "../../platform/round.ts";
import { type Step, stepOf } from "../events/objecting.ts";
import { clockInHand } from "../in-time.ts";
import type { Kind, Objection } from "../objection.ts";
import type { Deps } from "./deps.ts";

/** What begins a round: whom it waits for, and what they see of it. */
export type Flow = Readonly<{
  record: string;
  flow: "handle";
  round: number;
  step: Step;
  title: string;
  dueOn?: string;
  role?: "big-data-center";
  institution?: CreditCode;
}>;

const KIND: ReadonlyMap<Kind, string> = new Map([
  ["error", "数据错误"],
  ["omission", "数据遗漏"],
  ["privacy", "侵犯隐私"],
  ["trade-secret", "侵犯商业秘密"],
]);

/** The kind and the resource: nothing of what the objector has written, and nobody's name. */
const titleOf = ({ kind, resourceName }: Objection): string => `异议（${KIND.get(kind) ?? kind}）${resourceName ?? ""}`;

const flowOf = (objection: Objection): Flow | undefined => {
  const step = stepOf(objection);
  if (step === undefined) return undefined;
  const due = clockInHand(objection);
  const about = {
    record: objection.id,
    flow: "handle",
    round: objection.round,
    step,
    title: titleOf(objection),
  } as const;
  const whom =
    objection.status === "with-department"
      ? { institution: objection.department }
      : ({ role: "big-data-center" } as const);
  return { ...about, ...whom, ...(due === undefined ? {} : { dueOn: due.dueOn }) };
};

/** An objection waits for the Center or a department: the round that it is in begins, once. One that is over begins none. */
export const beginFlow =
  ({ objections, start }: Pick<Deps, "objections"> & Readonly<{ start: (flow: Flow) => Promise<Begun> }>) =>
  async (id: string): Promise<Outcome<Begun | "over", "record-unknown">> => {
    const found = await objections.find(id);
    if (!found.ok) return found;
    const flow = flowOf(found.value.now);
    return accept(flow === undefined ? "over" : await start(flow));
  };
