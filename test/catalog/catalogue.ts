import type * as z from "zod";
import type { contract } from "../../functions/catalog/contract.ts";
import { contract as operations } from "../../functions/catalog/contract.ts";
import { resources } from "../../functions/catalog/store/resources.ts";
import { project, searchPostings } from "../../functions/catalog/store/search.ts";
import { follow } from "../../functions/catalog/use-cases/hearing.ts";
import { type Deps, useCases } from "../../functions/catalog/use-cases.ts";
import { calendarOf } from "../../functions/kernel/calendar.ts";
import { Day } from "../../functions/kernel/day.ts";
import type { Outcome } from "../../functions/kernel/outcome.ts";
import { newId } from "../../functions/platform/id.ts";
import type { Answer, Call } from "../../functions/platform/operation.ts";
import { Principal } from "../../functions/platform/principal.ts";
import { openStore } from "../../functions/platform/store/open.ts";
import { aTable } from "../support/table.ts";

export const day = (text: string): Day => Day.parse(text);

const DEPARTMENT = "11310000EXAMPL098P";
const staff = (id: string, institution: string, more: Partial<z.input<typeof Principal>>): Principal =>
  Principal.parse({ kind: "staff", id, institution, roles: ["institution"], posts: [], ...more });

export const theDepartment = staff("editor", DEPARTMENT, { roles: ["institution", "responsible-department"] });
export const anotherDepartment = staff("other-editor", "11310000EXAMPL1198", {
  roles: ["institution", "responsible-department"],
});
export const theCenter = staff("reviewer", "12310000EXAMPL020L", { roles: ["institution", "big-data-center"] });
export const theDistrict = staff("district-editor", "11310110EXAMPL67XD", {
  roles: ["institution", "district-authority"],
  level: "district",
  district: "310110",
});
export const anotherDistrict = staff("other-district", "11310107EXAMPL653G", {
  roles: ["institution", "district-authority"],
  level: "district",
  district: "310107",
});
export const aPerson = Principal.parse({ kind: "person", id: "p1", roles: ["person"], posts: [] });

/** Somebody of that institution, with the roles of a responsible department. */
export const departmentOf = (institution: string): Principal =>
  staff(`editor-of-${institution}`, institution, { roles: ["institution", "responsible-department"] });

/** Of 2026: New Year off, 14 February worked. Other years are not published. */
export const calendar = calendarOf([
  {
    year: 2026,
    status: "published",
    weekdaysOff: [day("2026-01-01"), day("2026-01-02"), day("2026-02-16"), day("2026-02-17"), day("2026-02-18")],
    weekendsOn: [day("2026-02-14")],
    sources: [{ title: "国务院办公厅关于2026年部分节假日安排的通知", address: "https://www.gov.cn/notice" }],
  },
]);

export type Input = z.input<typeof contract.draftResource.takes>["content"];

/** A school list: everything it needs, nothing personal, unconditionally shared and open. */
export const aContent = (change: Partial<Input> = {}): Input => ({
  ...operations.draftResource.example.takes.content,
  ...change,
});

export const anItem = (change: Partial<NonNullable<Input["items"]>[number]> = {}) => ({
  code: "phone",
  name: "联系电话",
  type: "C" as const,
  length: 20,
  grade: 1 as const,
  key: false,
  personal: false,
  sensitive: false,
  obtained: { by: "collected" } as NonNullable<Input["items"]>[number]["obtained"],
  secrecy: "none" as const,
  ...change,
});

type Did = Awaited<ReturnType<ReturnType<typeof useCases>["submitResource"]>>;

/** The catalogue's use cases over a real table, with a day that can be set and everybody's calls made for them. */
export const aCatalogue = async () => {
  const engine = await aTable([resources]);
  let today = day("2026-02-12");
  let official = calendar;
  let keys = 0;
  const store = openStore(resources, engine.table);
  const deps: Deps = {
    resources: store,
    search: (wish, look) => searchPostings(engine.table, wish, look),
    calendar: async () => official,
    today: () => today,
    newId,
    reviewTime: { workingDays: 2, basis: "参照《政务数据共享条例》第十七条" },
    retirementGraceDays: 30,
  };
  const cases = useCases(deps);
  const call = (by: Principal, operation: string, more: Partial<Call> = {}): Call => {
    const key = `key-${++keys}`;
    return { by, operation, key, digest: key, traceId: "trace", ...more };
  };

  /** Performs one operation as somebody, and tells how many AWS calls it made. */
  const as = (by: Principal) => {
    const perform = <K extends keyof typeof operations>(
      name: K,
      takes: z.input<(typeof operations)[K]["takes"]>,
      more: Partial<Call> = {},
    ): ReturnType<(typeof cases)[K]> => {
      engine.recorder.start();
      const act = cases[name] as (takes: unknown, call: Call) => ReturnType<(typeof cases)[K]>;
      return act(operations[name].takes.parse(takes), call(by, name, more));
    };
    return perform;
  };

  const idOf = (did: Outcome<Answer<{ id: string }>>): string => {
    if (!did.ok) throw new Error(JSON.stringify(did.refusal));
    return did.value.now.id;
  };

  const submitted = async (content: Input, by = theDepartment, code?: string): Promise<string> => {
    const id = await reviewed(content, by, code);
    idOf(await as(by)("submitResource", { id }));
    return id;
  };

  const reviewed = async (content: Input, by = theDepartment, code?: string): Promise<string> => {
    const takes = code === undefined ? { content } : { code, content };
    const id = idOf(await as(by)("draftResource", takes));
    const provider = staff("secrecy", content.provider?.code ?? "", {});
    idOf(await as(provider)("reviewSecrecy", { id, outcome: "cleared" }));
    return id;
  };

  const published = async (content: Input, by = theDepartment, code?: string): Promise<string> => {
    const id = await submitted(content, by, code);
    if (content.catalogue.kind === "city") idOf(await as(theCenter)("reviewResource", { id, decision: "publish" }));
    return id;
  };

  return {
    ...engine,
    deps,
    as,
    reviewed,
    submitted,
    published,
    idOf,
    /** Puts a resource into search, as the listener does. */
    follow: follow({ resources: store, project: (found) => project(engine.table, found) }),
    setDay: (text: string) => {
      today = day(text);
    },
    setCalendar: (changed: typeof calendar) => {
      official = changed;
    },
    calls: () => engine.recorder.calls.map(({ operation }) => operation),
  };
};
export type Catalogue = Awaited<ReturnType<typeof aCatalogue>>;

/** What was refused, by code and article, with the facts that matter. */
export const refusal = (did: Did | Outcome<unknown>) =>
  did.ok ? "accepted" : { code: did.refusal.code, cites: did.refusal.cites, facts: did.refusal.facts };
