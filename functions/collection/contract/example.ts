import type * as z from "zod";
import type { Batch } from "../batch/batch.ts";
import type { ShownConsent } from "../consent.ts";

type Shown = z.input<typeof Batch>;
type Of<S extends Shown["status"]> = Extract<Shown, { status: S }>;

/** A pool, a record and a file as the examples of the operations show them. */
export const A_RESOURCE = "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d11";
export const A_RECORD = `${A_RESOURCE}~3f8a1c0d9be24e57a6c1d20f4b8e7a95`;
export const A_BATCH = "0199b2c5-1b20-7a31-9c44-5d2e8f7a6b10";
const DEPARTMENT = "11310000EXAMPL098P";
const AUTHORITY = "11310110EXAMPL67XD";
const SHA256 = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

export const anAnnouncement = {
  resource: A_RESOURCE,
  format: "csv",
  bytes: 1_048_576,
  sha256: SHA256,
  method: "direct",
  collectedOn: "2026-11-20",
} as const;

export const anAwaitingBatch: Of<"awaiting-upload"> = {
  ...anAnnouncement,
  status: "awaiting-upload",
  id: A_BATCH,
  name: "中小学校名录",
  compiledBy: DEPARTMENT,
  from: DEPARTMENT,
  route: { by: "direct" },
  announcedOn: "2026-11-24",
  at: { offset: 0, line: 0 },
  counts: { good: 0, unchanged: 0, bad: 0, duplicates: 0 },
};

export const aBatchBeingTakenIn: Of<"taking-in"> = {
  ...anAwaitingBatch,
  status: "taking-in",
  submittedOn: "2026-11-24",
};

export const aHandedOnBatch: Of<"taking-in"> = {
  ...aBatchBeingTakenIn,
  route: { by: "by-district", authority: AUTHORITY },
  handedOn: { by: AUTHORITY, on: "2026-11-25" },
};

export const aBatchGivenBack: Of<"stopped"> = {
  ...aBatchBeingTakenIn,
  status: "stopped",
  route: { by: "by-district", authority: AUTHORITY },
  stoppedOn: "2026-11-25",
  because: { code: "given-back", says: "请按校区分别报送" },
};

export const aDoneBatch: Of<"done"> = {
  ...aBatchBeingTakenIn,
  status: "done",
  at: { offset: 1_048_576, line: 10_001 },
  counts: { good: 9_800, unchanged: 0, bad: 200, duplicates: 0 },
  columns: ["schoolId", "phone"],
  doneOn: "2026-11-24",
};

export const aBatchBeingWithdrawn: Of<"withdrawing"> = {
  ...anAwaitingBatch,
  status: "withdrawing",
  withdrawal: { reason: "误报了上一学年的名单", on: "2026-11-26" },
  takenBackTo: 0,
  takenBack: 0,
};

export const aConsent: Extract<z.input<typeof ShownConsent>, { status: "given" }> = {
  status: "given",
  id: A_RECORD,
  resource: A_RESOURCE,
  compiledBy: DEPARTMENT,
  from: DEPARTMENT,
  purpose: "为家庭困难学生发放补助，需要监护人的联系方式",
  proof: { kind: "words", words: "本人同意采集上述信息，用于办理补助。" },
  givenOn: "2026-11-20",
};
