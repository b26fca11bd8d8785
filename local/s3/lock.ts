import { ServiceFault } from "../shared/fault.ts";
import type { DefaultRetention, Retention, Version } from "./storage/records.ts";

/**
 * Whether this version must not be removed now: compliance yields to nobody, governance to those who may and want to
 * pass it by (`bypass`).
 */
export const isProtected = (version: Version, now: number, bypass: boolean): boolean => {
  if (version.kind === "marker" || version.retention === undefined || version.retention.until <= now) return false;
  return !(version.retention.mode === "GOVERNANCE" && bypass);
};

export const protectedByLock = (): ServiceFault =>
  new ServiceFault("AccessDenied", "Access Denied because object protected by object lock.", 403);

/** The retention that a bucket's default gives to what is put now. Years are calendar years. */
export const retentionFrom = (rule: DefaultRetention | undefined, now: number): Retention | undefined => {
  if (rule === undefined) return undefined;
  const until = new Date(now);
  if (rule.unit === "Days") until.setUTCDate(until.getUTCDate() + rule.length);
  else until.setUTCFullYear(until.getUTCFullYear() + rule.length);
  return { mode: rule.mode, until: until.getTime() };
};
