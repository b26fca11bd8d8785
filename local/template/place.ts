import { createHash } from "node:crypto";

/** Where the one machine says it is: pseudo parameters and every ARN come from here. */
export const PLACE = {
  partition: "aws-cn",
  region: "cn-north-1",
  account: "000000000000",
  urlSuffix: "amazonaws.com.cn",
} as const;

/** An ARN of this machine; `where` says what the service leaves out of its ARNs. */
export const arnOf = (
  service: string,
  resource: string,
  where: "regional" | "global" | "bare" = "regional",
): string => {
  const region = where === "regional" ? PLACE.region : "";
  const account = where === "bare" ? "" : PLACE.account;
  return `arn:${PLACE.partition}:${service}:${region}:${account}:${resource}`;
};

const digest = (of: string): string => createHash("sha256").update(of).digest("hex");

/** An identifier that is the same at every start, as 36 characters in the form of a UUID. */
export const steadyUuid = (of: string): string => {
  const hex = digest(of);
  // Version 8 and the variant of RFC 9562: KMS keeps nothing but UUIDs.
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
};

/** An identifier that is the same at every start: lower-case letters and digits. */
export const steadyId = (of: string, length: number): string =>
  BigInt(`0x${digest(of)}`)
    .toString(36)
    .padStart(40, "0")
    .slice(0, length);

/** The name of a resource that states none: stack and logical id, cut with a digest where the service allows less. */
export const nameOf = (stack: string, logicalId: string, longest: number): string => {
  const whole = `${stack}-${logicalId}`;
  return whole.length <= longest ? whole : `${whole.slice(0, longest - 9)}-${steadyId(whole, 8)}`;
};
