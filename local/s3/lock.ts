import { ServiceFault } from "../shared/fault.ts";
import type { DefaultRetention, ObjectVersion, Retention, Version } from "./storage/records.ts";

/** The lock that a request asks for on what it puts. */
export type Lock = { readonly retention?: Retention; readonly legalHold?: boolean };

const isRunning = (retention: Retention | undefined, now: number): retention is Retention =>
  retention !== undefined && retention.until > now;

/** Whether this version must not be removed now. `bypass`: the caller may and wants to pass governance by. */
export const isProtected = (version: Version, now: number, bypass: boolean): boolean => {
  if (version.kind === "marker") return false;
  if (version.legalHold === true) return true;
  return isRunning(version.retention, now) && !(version.retention.mode === "GOVERNANCE" && bypass);
};

/**
 * Refuses what object lock forbids: a running retention is only ever extended. Compliance yields to nobody;
 * governance may also be shortened, removed or turned into another mode by those who may pass it by.
 */
export const checkRetentionChange = (
  version: ObjectVersion,
  wanted: Retention | undefined,
  now: number,
  bypass: boolean,
): void => {
  if (wanted !== undefined && wanted.until <= now) {
    throw new ServiceFault("InvalidArgument", "The retain until date must be in the future!", 400);
  }
  const running = version.retention;
  if (!isRunning(running, now)) return;
  if (wanted !== undefined && wanted.mode === running.mode && wanted.until >= running.until) return;
  if (running.mode === "GOVERNANCE" && bypass) return;
  throw protectedByLock();
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
