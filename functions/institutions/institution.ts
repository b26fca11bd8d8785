import * as z from "zod";
import { CreditCode } from "../kernel/credit-code.ts";
import { Day } from "../kernel/day.ts";
import { District, SHANGHAI } from "../kernel/division-code.ts";
import { LIMITS } from "../kernel/limits.ts";
import { PlainText } from "../kernel/text.ts";
import { Role } from "../platform/principal.ts";

/** Kinds of bodies, as Order 9 tells them apart (A5, A16, A33, A41, A58, A59). */
export const KINDS = [
  "general-office",
  "big-data-center",
  "economy-informatisation",
  "approval-reform",
  "cyberspace",
  "municipal-department",
  "public-service-body",
  "district-authority",
  "utility",
  "central-body",
  "funded-body",
] as const;
export const Kind = z.enum(KINDS);
export type Kind = z.infer<typeof Kind>;

/**
 * How far the order binds a body: wholly; only for data of its public service duties (a utility, A58); or by reference,
 * for data, and for a body that the city funds also in e-government (A59).
 */
export const Mode = z
  .discriminatedUnion("bound", [
    z.object({ bound: z.literal("wholly") }),
    z.object({ bound: z.literal("for-public-service-data") }),
    z.object({ bound: z.literal("by-reference"), for: z.array(z.enum(["data", "e-government"])) }),
  ])
  .meta({ id: "Mode", description: "本办法的适用方式。How far the order binds a body." });
export type Mode = z.infer<typeof Mode>;

/** A43: the part of the body that looks after security, and the person responsible, who holds the post for it. */
export const Security = z.object({
  body: PlainText(LIMITS.nameCharacters),
  responsiblePerson: z.string().min(1).max(LIMITS.nameCharacters),
});
export type Security = z.infer<typeof Security>;

/** A responsibility as the body's own record shows it, so that one read tells what it may do. */
export const Charge = z.object({ id: z.uuid(), from: Day, until: Day.exactOptional() });
export type Charge = z.infer<typeof Charge>;

/** What the competent authority writes about a body. */
const Described = z.object({
  name: PlainText(LIMITS.nameCharacters),
  nameEn: PlainText(LIMITS.nameCharacters),
  shortName: PlainText(40),
  kind: Kind,
  roles: z.array(Role).min(1).max(Role.options.length),
});

const Kept = Described.extend({
  id: CreditCode,
  mode: Mode,
  status: z.enum(["active", "suspended", "dissolved"]),
  registeredOn: Day,
  /** Why it was suspended, resumed, amended or dissolved last. */
  because: PlainText(LIMITS.writtenCharacters).exactOptional(),
  /** Responsibilities that have been given to it (A16) and have not ended. */
  charges: z.array(Charge).max(50),
  security: Security.exactOptional(),
});

/** A public management and service institution; a body of a district says of which. */
export const Institution = z
  .discriminatedUnion("level", [
    Kept.extend({ level: z.literal("city") }),
    Kept.extend({ level: z.literal("district"), district: District }),
  ])
  .meta({ id: "Institution", description: "公共管理和服务机构。A public management and service institution." });
export type Institution = z.infer<typeof Institution>;

/** What is written to register or amend one. */
export const Description = z
  .discriminatedUnion("level", [
    z.strictObject({ ...Described.shape, level: z.literal("city") }),
    z.strictObject({ ...Described.shape, level: z.literal("district"), district: District }),
  ])
  .meta({ id: "InstitutionDescription", description: "机构基本信息。What is written about an institution." });
export type Description = z.infer<typeof Description>;

/** The division a body belongs to: the city, or its district. */
export const placeOf = (it: Institution | Description): string => (it.level === "city" ? SHANGHAI : it.district);

/** Whether a responsibility or appointment with these first and last days holds on a day. */
export const holdsOn = ({ from, until }: { from: Day; until?: Day }, day: Day): boolean =>
  from <= day && (until === undefined || day <= until);

/** The parts a body plays on a day: those it was registered with, and that of a responsible department (A16). */
export const rolesOn = ({ roles, charges }: Institution, day: Day): Role[] =>
  charges.some((charge) => holdsOn(charge, day)) ? [...roles, "responsible-department"] : [...roles];
