import * as z from "zod";
import { CreditCode } from "../../kernel/credit-code.ts";
import { Day } from "../../kernel/day.ts";
import { District } from "../../kernel/division-code.ts";
import { LIMITS } from "../../kernel/limits.ts";
import { accept, type Outcome } from "../../kernel/outcome.ts";
import { bar, pass, stop } from "../../kernel/rule.ts";
import { PlainText } from "../../kernel/text.ts";
import type { Principal } from "../../platform/principal.ts";
import type { Database } from "./database.ts";
import type { Entity } from "./entity.ts";

/** A district takes up a database's data on its own people, bodies and places (A23p2). */
export const Subscription = z
  .object({
    id: z.string(),
    database: z.uuidv7(),
    name: z.string().meta({ description: "The database's name" }),
    district: District,
    by: CreditCode,
    purpose: PlainText(LIMITS.purposeCharacters),
    subscribedOn: Day,
    status: z.enum(["active", "ended"]),
    endedOn: Day.exactOptional(),
  })
  .meta({ id: "DatabaseSubscription", description: "区订阅基础库、主题库。A district's subscription to a database." });
export type Subscription = z.infer<typeof Subscription>;

export const subscriptionIdOf = (database: string, district: string): string => `${database}~${district}`;

/** The district whose authority somebody acts for. */
export const actsForADistrict = bar("A23p2", "no-district-authority", ({ district, roles }: Principal) => {
  const its = District.safeParse(district);
  return its.success && roles.includes("district-authority") ? pass(its.data) : stop({ district: district ?? "none" });
});

/** A database that does not say where its entities are cannot be parted by districts. */
const isPartedByDistrict = bar("A23p2", "database-without-district", ({ id, district }: Database) =>
  district === undefined ? stop({ database: id }) : pass(district),
);

/** A subscription counts from the day it is made; one that has ended may be made anew. */
export const subscribe = (
  database: Database,
  { district, by, purpose, today }: Readonly<{ district: District; by: CreditCode; purpose: string; today: Day }>,
): Outcome<Subscription, typeof isPartedByDistrict.code> => {
  const parted = isPartedByDistrict(database);
  if (!parted.ok) return parted;
  return accept({
    id: subscriptionIdOf(database.id, district),
    database: database.id,
    name: database.name,
    district,
    by,
    purpose,
    subscribedOn: today,
    status: "active",
  });
};

export const endSubscription = (subscription: Subscription, today: Day): Subscription => ({
  ...subscription,
  status: "ended",
  endedOn: today,
});

/** Without an active subscription nothing of a database is a district's to take up. */
export const isSubscribed = bar("A23p2", "database-not-subscribed", (subscription: Subscription | undefined) =>
  subscription?.status === "active" ? pass(subscription) : stop(),
);

type Reader = Readonly<{ by: Principal; database: Database; subscription: Subscription | undefined }>;

/**
 * Which fields of an entity somebody may read: the Center all; a department those that its own resources fill, since the
 * rest is shared by request (A25); a district that has subscribed all, of entities of its own district. For everybody
 * else there is no such entity.
 */
export const isTheirsToRead = bar("A47", "record-unknown", (entity: Entity, { by, database, subscription }: Reader) => {
  const mapped = new Map(database.mappings.map(({ resource, compiledBy }) => [resource, compiledBy]));
  const keeperOf = (field: string) => mapped.get(entity.fields[field]?.from.resource ?? "");
  // What no longer feeds the database is nobody's to read, also while it is built anew.
  const all = Object.keys(entity.fields).filter((field) => keeperOf(field) !== undefined);
  const isOfTheDistrict = subscription?.status === "active" && subscription.district === entity.district;
  const reads = [
    by.roles.includes("big-data-center"),
    by.roles.includes("district-authority") && by.district === entity.district && isOfTheDistrict,
  ];
  const fields = reads.includes(true) ? all : all.filter((field) => keeperOf(field) === by.institution);
  return fields.length === 0 ? stop({ id: entity.id }) : pass(fields);
});
