import { Notice, noticeIdOf } from "../../functions/notices/notice.ts";

export const LIN = "a".repeat(64);
export const WANG = "b".repeat(64);
export const CODES = { department: "11310000002420447T", other: "11310000EXAMPL012W", center: "12310000EXAMPL020L" };
export const ABOUT = { context: "objections", kind: "objection", id: "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d21" };

const DUE = { act: "decision", dueOn: "2026-11-26", provisional: false, cites: "A48(1)" } as const;
/** What fills in each text. */
export const FILLED = {
  "objection-received": {
    receivedOn: "2026-11-24",
    due: [{ act: "mark", dueOn: "2026-11-25", provisional: true, cites: "A48" }, DUE],
    moved: [
      { day: "2026-11-28", working: true, notice: "关于2026年部分节假日安排的通知" },
      { day: "2027-01-01", working: false, holiday: "元旦" },
    ],
  },
  "objection-handed-over": { on: "2026-11-25", to: CODES.department, due: [{ ...DUE, cites: "A48(2)" }], moved: [] },
  "objection-decided": { on: "2026-11-26", by: CODES.center, outcome: "corrected" },
  "objection-overdue": { act: "decision", dueOn: "2026-11-26", by: CODES.department },
  "objection-withdrawn": { on: "2026-11-25" },
} as const satisfies Record<Notice["what"], object>;

/** A notice to Lin of what an objection's version did, bent as a test says. */
export const aNotice = (
  version: number,
  what: Notice["what"] = "objection-withdrawn",
  over: Readonly<Record<string, unknown>> = {},
): Notice =>
  Notice.parse({
    id: noticeIdOf(ABOUT, version),
    to: LIN,
    about: ABOUT,
    cites: ["A48"],
    sentAt: `2026-11-24T01:02:03.${String(version).padStart(3, "0")}Z`,
    what,
    facts: FILLED[what],
    ...over,
  });
