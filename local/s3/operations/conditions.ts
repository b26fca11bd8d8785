import { ServiceFault, unsupported } from "../../shared/fault.ts";
import type { Call } from "../call.ts";
import type { ObjectVersion, Version } from "../storage/records.ts";

export const WRITE_CONDITIONS = ["if-match", "if-none-match"] as const;
export const READ_CONDITIONS = ["if-match", "if-none-match", "if-modified-since", "if-unmodified-since"] as const;

/** Refuses a write whose condition the newest version does not meet. A delete marker counts as no object. */
export const checkWriteCondition = (headers: Call["headers"], newest: Version | undefined): void => {
  const current = newest?.kind === "object" ? newest : undefined;
  const noneMatch = headers["if-none-match"];
  if (noneMatch !== undefined && noneMatch !== "*") throw unsupported("S3", "If-None-Match other than * on a write");
  if (noneMatch !== undefined && current !== undefined) throw failed("If-None-Match");
  const match = headers["if-match"];
  if (match === undefined) return;
  if (current === undefined) throw new ServiceFault("NoSuchKey", "The specified key does not exist.", 404);
  if (!matches(match, current)) throw failed("If-Match");
};

/** The conditions of a read: a fault if it must not happen, or `not-modified`. */
export const readCondition = (headers: Call["headers"], version: ObjectVersion): "wanted" | "not-modified" => {
  const match = headers["if-match"];
  const noneMatch = headers["if-none-match"];
  if (match !== undefined && !matches(match, version)) throw failed("If-Match");
  // An entity tag that matches outweighs a date that does not, and the other way round for the opposite pair.
  if (match === undefined && isAfter(version, headers["if-unmodified-since"]) === true) {
    throw failed("If-Unmodified-Since");
  }
  if (noneMatch !== undefined) return matches(noneMatch, version) ? "not-modified" : "wanted";
  return isAfter(version, headers["if-modified-since"]) === false ? "not-modified" : "wanted";
};

const isAfter = ({ at }: ObjectVersion, date: string | undefined): boolean | undefined => {
  const instant = Date.parse(date ?? "");
  return Number.isNaN(instant) ? undefined : Math.floor(at / 1000) * 1000 > instant;
};

const matches = (list: string, { etag }: ObjectVersion): boolean =>
  list.split(",").some((it) => it.trim() === "*" || it.trim().replace(/^(W\/)?"?([^"]*)"?$/, "$2") === etag);

const failed = (condition: string): ServiceFault => {
  const message = "At least one of the pre-conditions you specified did not hold";
  return new ServiceFault("PreconditionFailed", message, 412, { Condition: condition });
};
