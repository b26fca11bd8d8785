import { ServiceFault } from "../shared/fault.ts";
import type { FaultMatch } from "../shared/faults.ts";

/**
 * What can go wrong with a call to S3. `slow-down` and `error`: refused, nothing done. `timeout-before`: the
 * connection breaks and nothing was done. `lost-reply`: everything was done, and then the connection breaks.
 */
export type S3FaultKind = "slow-down" | "error" | "timeout-before" | "lost-reply";

/** Which calls go wrong: absent means any. */
export type S3FaultMatch = FaultMatch & { readonly bucket?: string };

/** The fault that is answered before anything is done, if this kind has one. */
export const faultBefore = (kind: S3FaultKind | undefined): ServiceFault | undefined => {
  if (kind === "slow-down") return new ServiceFault("SlowDown", "Please reduce your request rate.", 503);
  if (kind === "error") return new ServiceFault("InternalError", "We encountered an internal error.", 500);
  return undefined;
};
