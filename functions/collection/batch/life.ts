import type { CreditCode } from "../../kernel/credit-code.ts";
import type { Day } from "../../kernel/day.ts";
import { accept, type Outcome, refuse } from "../../kernel/outcome.ts";
import { bar, pass, stop } from "../../kernel/rule.ts";
import type { Principal } from "../../platform/principal.ts";
import type { Terms } from "../row/terms.ts";
import {
  type Announcing,
  type AwaitingHandOn,
  type AwaitingUpload,
  type Batch,
  NO_ROWS,
  type Route,
  type Stop,
  type TakingIn,
  type Withdrawing,
} from "./batch.ts";

/** What one body hands in is for it, for those it goes through, and for the department whose pool it is: nobody else. */
export const isItsToSee = bar("A47", "record-unknown", (batch: Batch, { institution }: Principal) => {
  const authority = batch.route.by === "by-district" ? batch.route.authority : undefined;
  const seers: readonly (string | undefined)[] = [batch.from, batch.compiledBy, authority];
  return institution !== undefined && seers.includes(institution) ? pass(batch) : stop({ id: batch.id });
});

const goesThroughDistrict = ({ level, roles }: Principal): boolean =>
  level === "district" && !roles.includes("district-authority");

/**
 * Which way a body's data goes: a body of a district hands in through the authority of its district, which itself hands
 * in directly. A district whose authority is not registered can hand in nothing: somebody must answer for the sorting.
 */
export const convergesByItsWay = bar(
  "A22",
  "district-without-authority",
  (by: Principal, authority: CreditCode | undefined) => {
    if (!goesThroughDistrict(by)) return pass<Route>({ by: "direct" });
    return authority === undefined
      ? stop({ district: by.district ?? "unknown" })
      : pass<Route>({ by: "by-district", authority });
  },
);

/** A single record has no waiting room: what goes through the district authority comes as a file. */
export const convergesDirectly = bar("A22", "converges-through-its-district", (by: Principal) =>
  goesThroughDistrict(by) ? stop({ district: by.district ?? "unknown" }) : pass(by),
);

/** What district bodies cannot hand in directly their authority gathers, sorts and hands on. */
export const isItsAuthoritysToHandOn = bar(
  "A22",
  "batch-not-yours-to-hand-on",
  ({ route }: Batch, { institution, roles }: Principal) =>
    route.by === "by-district" && route.authority === institution && roles.includes("district-authority")
      ? pass(route.authority)
      : stop({ yours: institution ?? "none" }),
);

export const isItsOwn = bar("A18p1", "batch-not-yours", ({ from }: Batch, { institution }: Principal) =>
  from === institution ? pass(from) : stop({ from, yours: institution ?? "none" }),
);

type Announced = Readonly<{ id: string; from: CreditCode; route: Route; today: Day }>;

export const announce = (
  announcing: Announcing,
  { name, compiledBy }: Terms,
  { id, from, route, today }: Announced,
): AwaitingUpload => ({
  ...announcing,
  status: "awaiting-upload",
  id,
  name,
  compiledBy,
  from,
  route,
  announcedOn: today,
  at: { offset: 0, line: 0 },
  counts: NO_ROWS,
});

type Otherwise = "batch-status-otherwise";
const otherwise = ({ status }: Batch, ...needs: readonly Batch["status"][]) =>
  refuse<Otherwise>("batch-status-otherwise", { status, needs });

/** The file that was sent, as the store of uploads has it. */
export type Sent = Readonly<{ bytes: number; sha256: string | undefined }>;

/** The file is there: it is taken in, or waits for the district authority. */
export const submit = (
  batch: Batch,
  sent: Sent | undefined,
  today: Day,
): Outcome<AwaitingHandOn | TakingIn, Otherwise | "file-not-uploaded" | "file-not-as-announced"> => {
  if (batch.status !== "awaiting-upload") return otherwise(batch, "awaiting-upload");
  if (sent === undefined) return refuse("file-not-uploaded", { id: batch.id });
  if (sent.bytes !== batch.bytes || sent.sha256 !== batch.sha256) {
    return refuse("file-not-as-announced", { announced: batch.bytes, sent: sent.bytes });
  }
  const status = batch.route.by === "direct" ? "taking-in" : "awaiting-hand-on";
  return accept({ ...batch, status, submittedOn: today });
};

const awaiting = (batch: Batch): Outcome<AwaitingHandOn, Otherwise> =>
  batch.status === "awaiting-hand-on" ? accept(batch) : otherwise(batch, "awaiting-hand-on");

/** The district authority hands it on to the department's pool. */
export const handOn = (batch: Batch, by: CreditCode, today: Day): Outcome<TakingIn, Otherwise> => {
  const waiting = awaiting(batch);
  if (!waiting.ok) return waiting;
  return accept({ ...waiting.value, status: "taking-in", handedOn: { by, on: today } });
};

/** … or gives it back, and says what to mend. */
export const giveBack = (batch: Batch, says: string, today: Day): Outcome<Batch, Otherwise> => {
  const waiting = awaiting(batch);
  if (!waiting.ok) return waiting;
  return accept({ ...waiting.value, status: "stopped", stoppedOn: today, because: { code: "given-back", says } });
};

/** What stops a file for good is told with it; rows before that stay in, and the mended file is a new one. */
export const halt = (batch: TakingIn, because: Stop, today: Day): Batch => ({
  ...batch,
  status: "stopped",
  stoppedOn: today,
  because,
});

export const finish = (batch: TakingIn, today: Day): Batch => ({ ...batch, status: "done", doneOn: today });

/** A batch that has brought nothing yet is withdrawn at once; otherwise its statements are taken back one by one. */
export const withdraw = (batch: Batch, reason: string, today: Day): Outcome<Batch, Otherwise> => {
  const withdrawal = { reason, on: today };
  if (batch.status === "awaiting-upload" || batch.status === "awaiting-hand-on") {
    return accept({ ...batch, status: "withdrawn", withdrawal, takenBack: 0 });
  }
  if (batch.status === "done" || batch.status === "stopped") {
    const { doneOn: _done, because: _because, ...rest } = { doneOn: undefined, because: undefined, ...batch };
    return accept({ ...rest, status: "withdrawing", withdrawal, takenBackTo: 0, takenBack: 0 });
  }
  return otherwise(batch, "awaiting-upload", "awaiting-hand-on", "done", "stopped");
};

export const withdrawn = ({ takenBackTo: _to, ...batch }: Withdrawing): Batch => ({ ...batch, status: "withdrawn" });
