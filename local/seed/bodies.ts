import * as z from "zod";
import bundled from "../../data/institutions.json" with { type: "json" };
import { Institution, type Kind } from "../../functions/institutions/institution.ts";
import { modeOf } from "../../functions/institutions/parts.ts";
import { Responsibility } from "../../functions/institutions/responsibility.ts";
import { Staff } from "../../functions/institutions/staff.ts";
import { CreditCode } from "../../functions/kernel/credit-code.ts";
import type { Day } from "../../functions/kernel/day.ts";
import { addDays } from "../../functions/kernel/day.ts";
import type { Post, Role } from "../../functions/platform/principal.ts";

const KINDS = {
  GENERAL_OFFICE: "general-office",
  BIG_DATA_CENTER: "big-data-center",
  ECONOMY_INFORMATISATION: "economy-informatisation",
  APPROVAL_REFORM: "approval-reform",
  CYBERSPACE: "cyberspace",
  RESPONSIBLE_DEPARTMENT: "municipal-department",
  PUBLIC_SERVICE_BODY: "public-service-body",
  DISTRICT_AUTHORITY: "district-authority",
  UTILITY: "utility",
  CENTRAL_BODY: "central-body",
  FUNDED_BODY: "funded-body",
} as const satisfies Record<string, Kind>;

const ROLES = {
  COMPETENT_AUTHORITY: "competent-authority",
  PLATFORM_OPERATOR: "big-data-center",
  OPENING_LEAD: "opening-lead",
  ITEM_REVIEW: "item-review",
  NETWORK_SECURITY: "network-security",
  DISTRICT_AUTHORITY: "district-authority",
  INSTITUTION: "institution",
} as const satisfies Record<string, Role>;

const Body = z.object({
  key: z.string(),
  shortName: z.string(),
  name: z.string(),
  nameEn: z.string(),
  level: z.enum(["city", "district"]),
  kind: z.enum(Object.keys(KINDS).filter((kind): kind is keyof typeof KINDS => kind in KINDS)),
  roles: z.array(z.enum(Object.keys(ROLES).filter((role): role is keyof typeof ROLES => role in ROLES))),
  field: z.string(),
  districtCode: z.string(),
  creditCode: CreditCode,
});
export type Body = z.infer<typeof Body>;

/** The bodies of the city with which an installation starts (data/institutions.json). */
export const BODIES: readonly Body[] = z.array(Body).parse(bundled.institutions);

const ORDER_9 = "沪府令9号";

/** A stable id made of a body's key: the same seed twice is the same record. */
const responsibilityId = (at: number): string => `00000000-0000-7000-8000-${String(at).padStart(12, "0")}`;

/** Departments whose part in data is named at the start; the General Office adds and ends later (A16). */
const answersForItsData = ({ kind }: Body): boolean =>
  kind === "RESPONSIBLE_DEPARTMENT" || kind === "ECONOMY_INFORMATISATION" || kind === "CYBERSPACE";

/** A16: each municipal department answers for the system of its own field, as of the day of the seed. */
export const seededResponsibilities = (on: Day): Responsibility[] =>
  BODIES.filter(answersForItsData).map((body, at) =>
    Responsibility.parse({
      id: responsibilityId(at + 1),
      status: "in-force",
      department: body.creditCode,
      system: `${body.shortName}业务系统`,
      duty: body.field,
      document: ORDER_9,
      from: on,
      namedOn: on,
    }),
  );

/** The bodies on record, each department with its responsibility. */
export const seededInstitutions = (on: Day): Institution[] => {
  const charges = new Map(seededResponsibilities(on).map(({ department, id, from }) => [department, [{ id, from }]]));
  return BODIES.map(({ creditCode, kind, roles, level, districtCode, name, nameEn, shortName }) =>
    Institution.parse({
      id: creditCode,
      name,
      nameEn,
      shortName,
      kind: KINDS[kind],
      roles: roles.map((role) => ROLES[role]),
      level,
      ...(level === "district" ? { district: districtCode } : {}),
      mode: modeOf(KINDS[kind]),
      status: "active",
      registeredOn: on,
      charges: charges.get(creditCode) ?? [],
    }),
  );
};

/** Sample people exist on this machine only: `<body>.<what they do>`, trained for a year. */
type Person = Readonly<{ id: string; institution: CreditCode; posts: readonly Post[]; duties: string }>;

const EVERY_BODY: readonly (readonly [string, Post, string])[] = [
  ["editor", "catalogue-editor", "编制公共数据目录"],
  ["secrecy", "secrecy-reviewer", "数据共享开放前的保密审查"],
  ["registrar", "registrar", "登记本单位岗位和系统"],
];

const MORE_OF: Readonly<Record<string, readonly (readonly [string, Post, string])[]>> = {
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

const PEOPLE: readonly Person[] = BODIES.flatMap(({ key, creditCode }) =>
  [...EVERY_BODY, ...(MORE_OF[key] ?? [])].map(([what, post, duties]) => ({
    id: `${key}.${what}`,
    institution: creditCode,
    posts: [post],
    duties,
  })),
);

export const seededStaff = (on: Day): Staff[] =>
  PEOPLE.map((person) =>
    Staff.parse({ ...person, status: "in-post", from: on, appointedOn: on, trainedUntil: addDays(on, 365) }),
  );
