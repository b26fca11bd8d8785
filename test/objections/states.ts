import type * as z from "zod";
import { type Terms, termsOf } from "../../functions/collection/index.ts";
import { CreditCode } from "../../functions/kernel/credit-code.ts";
import type { Day } from "../../functions/kernel/day.ts";
import { Instant } from "../../functions/kernel/day.ts";
import type { Outcome } from "../../functions/kernel/outcome.ts";
import { decide, withdraw } from "../../functions/objections/deciding.ts";
import { type Filing, file } from "../../functions/objections/filing.ts";
import { handOver, sendBack } from "../../functions/objections/handing.ts";
import type { Decision, Objection } from "../../functions/objections/objection.ts";
import { Principal } from "../../functions/platform/principal.ts";
import { binding, item } from "../collection/pool.ts";
import { day } from "../kernel/day-of-text.ts";
import { official } from "../kernel/official-calendar.ts";

/** A Tuesday; the next three days are working days, then comes a weekend. */
export const RECEIVED = day("2026-11-24");
export const SUBJECT = "a".repeat(64);
export const CENTER = CreditCode.parse("12310000EXAMPL020L");
export const DEPARTMENT = CreditCode.parse("11310000EXAMPL098P");
export const ANOTHER = CreditCode.parse("11310000EXAMPL1198");
export const PROVIDER = CreditCode.parse("11310000EXAMPL039L");
export const A_RESOURCE = "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d11";
export const A_RECORD = `${A_RESOURCE}~3f8a1c0d9be24e57a6c1d20f4b8e7a95`;

const staff = (id: string, institution: string, ...roles: Principal["roles"]) =>
  Principal.parse({
    kind: "staff",
    id,
    institution,
    level: "city",
    roles: ["institution", ...roles],
    posts: ["objection-handler"],
    trainedUntil: "2030-12-31",
  });
const person = (id: string, more: Partial<z.input<typeof Principal>> = {}) =>
  Principal.parse({ kind: "person", id, roles: ["person"], posts: [], ...more });

/** One of each who may have to do with an objection. */
export const PEOPLE = {
  objector: person("objector", { subject: SUBJECT }),
  stranger: person("stranger", { subject: "b".repeat(64) }),
  center: staff("center", CENTER, "big-data-center"),
  department: staff("department", DEPARTMENT, "responsible-department"),
  another: staff("another", ANOTHER, "responsible-department"),
} as const;
export type Who = keyof typeof PEOPLE;

export const value = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
  return outcome.value;
};
export const codeOf = (outcome: Outcome<unknown>): string => (outcome.ok ? "ok" : outcome.refusal.code);

export const TERMS: Terms = (() => {
  const its = binding([item()]);
  const provider = { ...its.content.provider, code: DEPARTMENT };
  return termsOf({ ...its, compiledBy: DEPARTMENT, content: { ...its.content, provider } });
})();

export const filing = (change: Partial<Filing> = {}): Filing => ({
  id: "0199b2c6-3c40-7d52-8b11-6e4f9a8c7d20",
  kind: "error",
  description: "电话号码不对",
  objector: { subject: SUBJECT, kind: "person" },
  filed: { channel: "online", by: "objector", at: Instant.parse("2026-11-24T02:00:00.000Z") },
  resource: { id: A_RESOURCE, name: "学校通讯录", compiledBy: DEPARTMENT },
  record: A_RECORD,
  database: undefined,
  center: CENTER,
  today: RECEIVED,
  ...change,
});

export const NOT_CORRECTED: Decision = {
  outcome: "not-corrected",
  reasons: "经核实，登记无误。",
  looked: ["办学许可证"],
  basis: [{ act: "order-9", article: "第四十八条" }],
};
export const CORRECTED: Decision = {
  outcome: "corrected",
  reasons: "经核实，号码登记有误。",
  looked: ["办学许可证"],
  corrections: { phone: "021-12345678" },
};

export const aFiled = (change: Partial<Filing> = {}) => file(filing(change), official);
/** One that the Center has power to correct. */
export const aCentersOwn = (change: Partial<Filing> = {}) =>
  aFiled({ resource: { id: A_RESOURCE, name: "人口整合库", compiledBy: CENTER }, ...change });
export const aHandedOver = (today: Day = RECEIVED, from: Objection = aFiled()) =>
  value(handOver(from, { department: DEPARTMENT }, { by: PEOPLE.center, today, calendar: official }));
export const aSentBack = (today: Day = RECEIVED) =>
  value(sendBack(aHandedOver(), "不属于本局职责", { by: PEOPLE.department, today }));
export const aDecided = (today: Day = RECEIVED) =>
  value(decide(aHandedOver(), CORRECTED, {}, { by: PEOPLE.department, today, terms: TERMS }));
export const aWithdrawn = (today: Day = RECEIVED) => value(withdraw(aFiled(), PEOPLE.objector, today));
