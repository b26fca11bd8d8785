import * as z from "zod";
import bundled from "../../data/institutions.json" with { type: "json" };
import { Institution } from "../../functions/institutions/institution.ts";
import { isMunicipalDepartment } from "../../functions/institutions/parts.ts";
import { Responsibility } from "../../functions/institutions/responsibility.ts";
import { institutionSeeds } from "../../functions/institutions/seed.ts";
import { Staff } from "../../functions/institutions/staff.ts";
import { CreditCode } from "../../functions/kernel/credit-code.ts";
import { addDays, type Day } from "../../functions/kernel/day.ts";
import type { Post } from "../../functions/platform/principal.ts";

const Body = z.object({ key: z.string(), creditCode: CreditCode, field: z.string() });

/** The bodies of data/institutions.json by the short key that sample people carry in their ids. */
export const BODIES = z.array(Body).parse(bundled.institutions);

/** A16: each municipal department answers for the system of its own field from the first day on. */
export const seededResponsibilities = (on: Day): Responsibility[] =>
  institutionSeeds(on)
    .filter((body) => isMunicipalDepartment(body).ok)
    .map(({ id, shortName }, at) =>
      Responsibility.parse({
        id: `00000000-0000-7000-8000-${String(at + 1).padStart(12, "0")}`,
        status: "in-force",
        department: id,
        system: `${shortName}业务系统`,
        duty: BODIES.find(({ creditCode }) => creditCode === id)?.field ?? shortName,
        document: "沪府令9号",
        from: on,
        namedOn: on,
      }),
    );

/** The bodies on record, each department with its responsibility. */
export const seededInstitutions = (on: Day): Institution[] => {
  const charges = new Map(seededResponsibilities(on).map(({ department, id, from }) => [department, [{ id, from }]]));
  return institutionSeeds(on).map((body) => Institution.parse({ ...body, charges: charges.get(body.id) ?? [] }));
};

type Place = readonly [what: string, post: Post, duties: string];

const IN_EVERY_BODY: readonly Place[] = [
  ["editor", "catalogue-editor", "编制公共数据目录"],
  ["secrecy", "secrecy-reviewer", "数据共享开放前的保密审查"],
  ["registrar", "registrar", "登记本单位岗位和系统"],
  ["sharing", "sharing-reviewer", "审核和监督公共数据共享"],
  ["objections", "objection-handler", "受理、转交和办理被采集人的异议"],
];

const ALSO_IN: Readonly<Record<string, readonly Place[]>> = {
  "general-office": [
    ["calendar", "calendar-keeper", "登记国务院节假日通知"],
    ["calendar-2", "calendar-keeper", "核对国务院节假日通知"],
    ["laws", "law-keeper", "维护可引用的法律法规"],
  ],
  "big-data-center": [
    ["reviewer", "catalogue-reviewer", "审核公共数据目录"],
    ["reviewer-2", "catalogue-reviewer", "审核公共数据目录"],
  ],
};

/** Sample people of this machine, called `<body>.<what they do>`, in post since the seed and trained for a year. */
export const seededStaff = (on: Day): Staff[] =>
  BODIES.flatMap(({ key, creditCode }) =>
    [...IN_EVERY_BODY, ...(ALSO_IN[key] ?? [])].map(([what, post, duties]) =>
      Staff.parse({
        id: `${key}.${what}`,
        status: "in-post",
        institution: creditCode,
        posts: [post],
        duties,
        trainedUntil: addDays(on, 365),
        from: on,
        appointedOn: on,
      }),
    ),
  );
