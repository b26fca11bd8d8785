import * as z from "zod";
import { CreditCode } from "../../kernel/credit-code.ts";
import { Day } from "../../kernel/day.ts";
import { LIMITS } from "../../kernel/limits.ts";
import { PlainText } from "../../kernel/text.ts";
import { operation } from "../../platform/operation.ts";
import { PageFields, pageOf } from "../../platform/page.ts";
import { COMMON, PAGED, UNKNOWN } from "../../platform/refusals.ts";
import { Appointment, Staff, StaffId } from "../staff.ts";
import { A_DEPARTMENT, A_PERSON, anAppointment, aStaffMember } from "./examples.ts";
import { NOT_ACTIVE, NOT_YOURS, ONESELF, TRAINING } from "./refusals.ts";

const keeper = { who: ["institution"], post: "registrar" } as const;
const whom = { id: CreditCode, person: StaffId };
const somebody = { id: A_DEPARTMENT, person: A_PERSON };
const NOT_IN_POST = {
  "staff-not-in-post": { status: 409, zh: "此人不在本机构任职", en: "This person holds no post here" },
} as const;

const appointStaff = operation({
  duty: "command",
  method: "PUT",
  path: "/institutions/{id}/staff/{person}",
  says: { zh: "任命岗位人员，或者变更其岗位", en: "Appoint somebody to posts, or change their posts" },
  cites: ["A43", "A46"],
  ...keeper,
  takes: z.strictObject({ ...whom, ...Appointment.shape }),
  gives: Staff,
  refusals: {
    ...COMMON,
    ...NOT_YOURS,
    ...NOT_ACTIVE,
    ...ONESELF,
    ...TRAINING,
    "appointment-ends-before-it-begins": {
      status: 422,
      zh: "任期终止日期早于起始日期",
      en: "Its last day lies before its first",
    },
    "person-in-post-elsewhere": {
      status: 409,
      zh: "此人仍在其他机构任职",
      en: "This person still holds posts in another institution",
    },
  },
  example: { takes: { ...somebody, ...anAppointment }, gives: aStaffMember },
});

const renewTraining = operation({
  duty: "command",
  method: "POST",
  path: "/institutions/{id}/staff/{person}/training",
  says: { zh: "登记岗位培训的新有效期", en: "Record that somebody's training was renewed" },
  cites: ["A46"],
  ...keeper,
  takes: z.strictObject({ ...whom, trainedUntil: Day }),
  gives: Staff,
  refusals: { ...COMMON, ...NOT_YOURS, ...NOT_IN_POST, ...ONESELF, ...TRAINING },
  example: { takes: { ...somebody, trainedUntil: "2028-11-24" }, gives: aStaffMember },
});

const endPosts = operation({
  duty: "command",
  method: "POST",
  path: "/institutions/{id}/staff/{person}/end",
  says: { zh: "终止岗位", en: "End somebody's posts" },
  cites: ["A46"],
  ...keeper,
  takes: z.strictObject({ ...whom, because: PlainText(LIMITS.writtenCharacters) }),
  gives: Staff,
  refusals: { ...COMMON, ...NOT_YOURS, ...NOT_IN_POST },
  example: {
    takes: { ...somebody, because: "调离" },
    gives: { ...aStaffMember, status: "ended", endedOn: "2026-11-25", because: "调离" },
  },
});

const readStaff = operation({
  duty: "read",
  method: "GET",
  path: "/institutions/{id}/staff/{person}",
  says: { zh: "查询岗位人员", en: "Read what posts somebody holds" },
  cites: ["A46", "A47p2"],
  who: ["institution"],
  takes: z.strictObject(whom),
  gives: Staff,
  refusals: UNKNOWN,
  example: { takes: somebody, gives: aStaffMember },
});

const listStaff = operation({
  duty: "read",
  method: "GET",
  path: "/institutions/{id}/staff",
  says: { zh: "列出机构的岗位人员", en: "List who holds posts in an institution" },
  cites: ["A46", "A47p2"],
  who: ["institution"],
  takes: z.strictObject({ id: CreditCode, ...PageFields }),
  gives: pageOf(Staff),
  refusals: { ...PAGED, ...UNKNOWN },
  example: { takes: { id: A_DEPARTMENT }, gives: { items: [aStaffMember] } },
});

export const posts = { appointStaff, renewTraining, endPosts, readStaff, listStaff };
