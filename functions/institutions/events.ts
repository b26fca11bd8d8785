import * as z from "zod";
import { CreditCode } from "../kernel/credit-code.ts";

/** What happened to a body; why it did is on its record. */
export const InstitutionEvent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("institutions.institution-registered.v1") }),
  z.object({ type: z.literal("institutions.institution-amended.v1") }),
  z.object({ type: z.literal("institutions.institution-suspended.v1") }),
  z.object({ type: z.literal("institutions.institution-resumed.v1") }),
  z.object({ type: z.literal("institutions.institution-dissolved.v1") }),
  z.object({ type: z.literal("institutions.security-set.v1") }),
  z.object({ type: z.literal("institutions.charge-received.v1"), responsibility: z.uuid() }),
  z.object({ type: z.literal("institutions.charge-lost.v1"), responsibility: z.uuid() }),
]);
export type InstitutionEvent = z.infer<typeof InstitutionEvent>;

const OfDepartment = z.object({ department: CreditCode });

/** A department was named for a system, or stopped answering for it (A16). */
export const ResponsibilityEvent = z.discriminatedUnion("type", [
  OfDepartment.extend({ type: z.literal("institutions.responsibility-named.v1") }),
  OfDepartment.extend({ type: z.literal("institutions.responsibility-ended.v1") }),
]);
export type ResponsibilityEvent = z.infer<typeof ResponsibilityEvent>;

const OfInstitution = z.object({ institution: CreditCode });

/** What happened to somebody's posts (A46); the subject is a pseudonym. */
export const StaffEvent = z.discriminatedUnion("type", [
  OfInstitution.extend({ type: z.literal("institutions.staff-appointed.v1") }),
  OfInstitution.extend({ type: z.literal("institutions.staff-trained.v1") }),
  OfInstitution.extend({ type: z.literal("institutions.staff-ended.v1") }),
]);
export type StaffEvent = z.infer<typeof StaffEvent>;
