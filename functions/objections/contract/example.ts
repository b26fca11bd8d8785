import type * as z from "zod";
import type { Objection } from "../objection.ts";

type Shown = z.input<typeof Objection>;
type Of<S extends Shown["status"]> = Extract<Shown, { status: S }>;

/** An objection at each status, as the examples of the operations show it. */
export const AN_OBJECTION = "0199b2c6-3c40-7d52-8b11-6e4f9a8c7d20";
export const A_FILE = "0199b2c6-3c40-7d52-8b11-6e4f9a8c7d21";
export const A_RESOURCE = "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d11";
export const A_RECORD = `${A_RESOURCE}~3f8a1c0d9be24e57a6c1d20f4b8e7a95`;
export const A_DEPARTMENT = "11310000EXAMPL098P";
const A_DIGEST = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

const mark: Shown["clocks"][number] = {
  name: "data-marked-in-time",
  cites: "A48",
  workingDays: 1,
  startedOn: "2026-11-24",
  dueOn: "2026-11-25",
  provisional: false,
  suspensions: [],
  movedFrom: [],
};
const handOver: Shown["clocks"][number] = {
  ...mark,
  name: "objection-handed-over-in-time",
  cites: "A48(2)",
  workingDays: 2,
  dueOn: "2026-11-26",
};
const department = {
  ...handOver,
  name: "objection-decided-by-department-in-time",
  workingDays: 5,
  dueOn: "2026-12-01",
};
const deadline = { workingDays: 1, startedOn: "2026-11-24", provisional: false, moved: [] };

export const aFiled: Of<"with-center"> = {
  status: "with-center",
  id: AN_OBJECTION,
  resource: A_RESOURCE,
  resourceName: "中小学校名录",
  record: A_RECORD,
  description: "登记的联系电话不对",
  kind: "error",
  objector: { subject: "a".repeat(64), kind: "person" },
  filed: { channel: "online", by: "one-net:0007", at: "2026-11-24T01:02:03.004Z" },
  receivedOn: "2026-11-24",
  receipt: [
    { ...deadline, clock: mark.name, cites: "A48", dueOn: "2026-11-25" },
    { ...deadline, clock: handOver.name, cites: "A48(2)", workingDays: 2, dueOn: "2026-11-26" },
  ],
  files: [],
  route: { power: "department", department: A_DEPARTMENT, because: "compiled-by-department", cites: "A48(2)" },
  held: [],
  round: 1,
  clocks: [mark, handOver],
  missedBecause: [],
};

export const aFile = { name: "许可证.pdf", mediaType: "application/pdf", size: 1024, sha256: A_DIGEST } as const;

export const aProven: Of<"with-center"> = {
  ...aFiled,
  files: [{ ...aFile, id: A_FILE, announcedOn: "2026-11-24", sentOn: "2026-11-24" }],
};

export const aHandedOver: Of<"with-department"> = {
  ...aFiled,
  status: "with-department",
  department: A_DEPARTMENT,
  handedOverOn: "2026-11-24",
  held: [{ department: A_DEPARTMENT, handedOverOn: "2026-11-24" }],
  round: 2,
  clocks: [{ ...mark, metOn: "2026-11-24" }, { ...handOver, metOn: "2026-11-24" }, department],
};

const { department: _by, handedOverOn: _since, ...wasHandedOver } = aHandedOver;

export const aSentBack: Of<"with-center"> = {
  ...wasHandedOver,
  status: "with-center",
  held: [
    {
      department: A_DEPARTMENT,
      handedOverOn: "2026-11-24",
      sentBack: { by: "staff-0007", on: "2026-11-25", reason: "不属于本局职责" },
    },
  ],
  route: { power: "center", because: "sent-back", cites: "A48(1)" },
  round: 3,
};

export const aDecision = {
  outcome: "corrected",
  reasons: "经核实，号码登记有误。",
  looked: ["办学许可证"],
  corrections: { phone: "021-12345678" },
} as const;

export const aDecided: Of<"decided"> = {
  ...wasHandedOver,
  ...aDecision,
  looked: [...aDecision.looked],
  status: "decided",
  department: A_DEPARTMENT,
  decidedBy: "staff-0007",
  decidedOn: "2026-11-26",
};

export const aWithdrawn: Of<"withdrawn"> = { ...aFiled, status: "withdrawn", withdrawnOn: "2026-11-25" };
