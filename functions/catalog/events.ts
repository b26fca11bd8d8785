import * as z from "zod";
import { CreditCode } from "../kernel/credit-code.ts";
import { Day } from "../kernel/day.ts";
import { ResourceCode } from "../kernel/resource-code.ts";
import { CalendarChanged } from "../reference/index.ts";
import { Catalogue, OPENING_TYPES, SHARING_TYPES } from "./resource/content.ts";
import { ReturnReason } from "./resource/resource.ts";

/** What every event says: which edition, in which round of submission, and whose resource it is. */
const About = z.object({ edition: z.int(), round: z.int(), compiledBy: CreditCode });

/** An edition is in force: the city's after the Center's review, a district's supplement when it is submitted. */
export const ResourcePublished = About.extend({
  type: z.literal("catalog.resource-published.v1"),
  code: ResourceCode,
  name: z.string(),
  provider: CreditCode,
  catalogue: Catalogue,
  sharing: z.enum(SHARING_TYPES),
  opening: z.enum(OPENING_TYPES),
});

/** A resource is no longer in force. */
export const ResourceRetired = About.extend({ type: z.literal("catalog.resource-retired.v1") });

/** A resource goes out of force, and when. */
export const RetirementAnnounced = About.extend({
  type: z.literal("catalog.retirement-announced.v1"),
  endsOn: Day,
  reason: z.string(),
});

/** A resource waits for the Center's review. */
const ResourceSubmitted = About.extend({ type: z.literal("catalog.resource-submitted.v1") });

/** What the catalogue announces of its resources; a resource's events are its history. */
export const CatalogEvent = z.discriminatedUnion("type", [
  About.extend({ type: z.literal("catalog.resource-drafted.v1") }),
  About.extend({ type: z.literal("catalog.resource-edited.v1") }),
  About.extend({ type: z.literal("catalog.secrecy-reviewed.v1"), outcome: z.enum(["cleared", "objected"]) }),
  ResourceSubmitted,
  About.extend({ type: z.literal("catalog.submission-withdrawn.v1") }),
  About.extend({ type: z.literal("catalog.resource-returned.v1"), reasons: z.array(ReturnReason) }),
  ResourcePublished,
  About.extend({ type: z.literal("catalog.revision-begun.v1") }),
  RetirementAnnounced,
  ResourceRetired,
  About.extend({ type: z.literal("catalog.review-overdue.v1"), dueOn: Day }),
  About.extend({ type: z.literal("catalog.review-due-day-moved.v1"), dueOn: Day, because: z.string() }),
]);
export type CatalogEvent = z.infer<typeof CatalogEvent>;

/** What its listener hears. */
export const HEARS = [ResourceSubmitted, ResourcePublished, ResourceRetired, CalendarChanged] as const;

/** What happened in front of everybody; the rest concerns who compiles, and the Center from submission to decision. */
export const PUBLIC_EVENTS: ReadonlySet<string> = new Set([
  "catalog.resource-published.v1",
  "catalog.retirement-announced.v1",
  "catalog.resource-retired.v1",
]);
export const CENTER_EVENTS: ReadonlySet<string> = new Set([
  ...PUBLIC_EVENTS,
  "catalog.resource-submitted.v1",
  "catalog.submission-withdrawn.v1",
  "catalog.resource-returned.v1",
  "catalog.review-overdue.v1",
  "catalog.review-due-day-moved.v1",
]);
