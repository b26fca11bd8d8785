import { ResourcePublished, ResourceRetired, RetirementAnnounced } from "../../catalog/index.ts";
import { CalendarChanged } from "../../reference/index.ts";
import { GrantExpired, GrantGiven, GrantOverused, GrantRevoked, OfferChanged } from "./granting.ts";
import { CopyConsented, RequestFiled } from "./requesting.ts";

/** What the listener hears. */
export const HEARS = [
  ResourcePublished,
  RetirementAnnounced,
  ResourceRetired,
  OfferChanged,
  RequestFiled,
  CopyConsented,
  GrantGiven,
  GrantRevoked,
  GrantOverused,
  GrantExpired,
  CalendarChanged,
] as const;
