import { accept, type Outcome, refuse } from "../../kernel/outcome.ts";
import { digestOf } from "../../platform/digest.ts";
import type { Answer, Call, UseCases } from "../../platform/operation.ts";
import { listed } from "../../platform/page.ts";
import type * as governing from "../contract/governing.ts";
import { type Database, declare, map, unmap } from "../database/database.ts";
import {
  actsForADistrict,
  endSubscription,
  isSubscribed,
  isTheirsToRead,
  subscribe,
  subscriptionIdOf,
} from "../database/subscription.ts";
import type { DatabaseEvent } from "../events/governing.ts";
import { resourceOf } from "../record/id.ts";
import { termsOf } from "../row/terms.ts";
import { bodyOf, type Governing } from "./governing.ts";

type OfDatabases =
  | "declareDatabase"
  | "mapResource"
  | "unmapResource"
  | "readDatabase"
  | "listDatabases"
  | "readEntity"
  | "subscribeDatabase"
  | "endSubscription"
  | "listEntityChanges";

/** Sorts after every moment and id. */
const END = "~";

/** A database keeps the name it holds, so by these acts no claim is lost but to whoever changed the record. */
const saveMapped = async (
  { databases }: Pick<Governing, "databases">,
  after: Database,
  before: Readonly<{ now: Database; version: number }>,
  event: DatabaseEvent,
  call: Call,
): Promise<Outcome<Answer<Database>, "record-changed-meanwhile" | "idempotency-key-reused">> => {
  const saved = await databases.save(after, before, event, call);
  if (saved.ok) return saved;
  const { code, facts } = saved.refusal;
  return refuse(code === "database-declared-already" ? "record-changed-meanwhile" : code, facts);
};

export const ofDatabases = (deps: Governing): Pick<UseCases<typeof governing>, OfDatabases> => ({
  declareDatabase: (declaring, call) => {
    const database = declare(declaring, deps.newId(), deps.today());
    return deps.databases.save(database, undefined, { type: "collection.database-declared.v1", revision: 1 }, call);
  },

  mapResource: async ({ id, ...mapping }, call) => {
    const found = await deps.databases.findUnchanged(id, call);
    if (!found.ok) return found;
    const { resource } = mapping;
    const binding = await deps.catalogue(resource);
    if (!binding.ok) return refuse("resource-not-in-force", { field: "/resource", resource }, ["A23"]);
    const mapped = map(found.value.now, binding.value, termsOf(binding.value), mapping);
    if (!mapped.ok) return mapped;
    const { revision } = mapped.value;
    const event = { type: "collection.database-mapped.v1", revision, resource, mapped: true } as const;
    return saveMapped(deps, mapped.value, found.value, event, call);
  },

  unmapResource: async ({ id, resource }, call) => {
    const found = await deps.databases.findUnchanged(id, call);
    if (!found.ok) return found;
    const after = unmap(found.value.now, resource);
    if (after === undefined) return refuse("resource-not-mapped", { resource }, ["A23"]);
    const { revision } = after;
    const event = { type: "collection.database-mapped.v1", revision, resource, mapped: false } as const;
    return saveMapped(deps, after, found.value, event, call);
  },

  readDatabase: ({ id }) => deps.databases.find(id),

  listDatabases: async (page) => {
    return listed(await deps.databases.list("byKind", { hash: "databases" }, page));
  },

  readEntity: async ({ id, purpose }, { by, digest }) => {
    const reader = bodyOf(by);
    if (!reader.ok) return reader;
    const found = await deps.entities.entityFor(id, subscriptionIdOf(resourceOf(id), by.district ?? "none"));
    const { entity, database, subscription } = found;
    if (entity === undefined || database === undefined) return refuse("record-unknown", { id });
    const may = isTheirsToRead(entity, { by, database, subscription });
    if (!may.ok) return may;
    const fields = Object.fromEntries(Object.entries(entity.fields).filter(([field]) => may.value.includes(field)));
    const key = entity.key === undefined ? {} : { key: entity.key };
    const receipt = deps.newId();
    const answered = digestOf([key, fields]);
    // Each source's record is accounted for by itself: whoever it is about, and whoever answers for it, find it there.
    const from = new Map(Object.values(fields).map((field) => [field.from.record, field.from.resource]));
    const records = await deps.recordsTogether([...from.keys()]);
    await deps.account(
      [...from].flatMap(([record, resource]) => {
        const source = database.mappings.find((it) => it.resource === resource);
        if (source === undefined) return [];
        const subject = records.find(({ now }) => now.id === record)?.now.subject;
        return [
          {
            receipt,
            record,
            resource,
            at: deps.now(),
            by: by.id,
            consumer: reader.value,
            provider: source.provider,
            responsible: source.compiledBy,
            purpose,
            legalBasis: { act: "order-9", article: "第二十三条" },
            fields: Object.keys(fields)
              .filter((field) => fields[field]?.from.record === record)
              .sort(),
            asked: digestOf([id, digest]),
            answered,
            ...(subject === undefined ? {} : { subject }),
          },
        ];
      }),
    );
    // The marks as the pools bear them now: a database that lags behind answers no dispute away (A48).
    const disputed = [...new Set(records.flatMap(({ now }) => now.disputed))].sort();
    const { changedAt } = entity;
    return accept({ now: { id, database: database.id, ...key, fields, disputed, changedAt, receipt } });
  },

  subscribeDatabase: async ({ id, purpose }, call) => {
    const district = actsForADistrict(call.by);
    if (!district.ok) return district;
    const body = bodyOf(call.by);
    if (!body.ok) return body;
    const database = await deps.databases.find(id);
    if (!database.ok) return database;
    const known = await deps.subscriptions.find(subscriptionIdOf(id, district.value));
    const before = known.ok ? known.value : undefined;
    if (isSubscribed(before?.now).ok) return refuse("subscribed-already", { database: id }, ["A23p2"]);
    const about = { district: district.value, by: body.value, purpose, today: deps.today() };
    const subscribed = subscribe(database.value.now, about);
    if (!subscribed.ok) return subscribed;
    const event = {
      type: "collection.database-subscribed.v1",
      database: id,
      district: district.value,
    } as const;
    return deps.subscriptions.save(subscribed.value, before, event, call);
  },

  endSubscription: async ({ id }, call) => {
    const district = actsForADistrict(call.by);
    if (!district.ok) return district;
    const found = await deps.subscriptions.findUnchanged(subscriptionIdOf(id, district.value), call);
    if (!found.ok) return found;
    const active = isSubscribed(found.value.now);
    if (!active.ok) return active;
    const event = { type: "collection.subscription-ended.v1", database: id, district: district.value } as const;
    return deps.subscriptions.save(endSubscription(active.value, deps.today()), found.value, event, call);
  },

  listEntityChanges: async ({ id, since, ...page }, { by }) => {
    const district = actsForADistrict(by);
    if (!district.ok) return district;
    const found = await deps.subscriptions.find(subscriptionIdOf(id, district.value));
    const active = isSubscribed(found.ok ? found.value.now : undefined);
    if (!active.ok) return active;
    const span = { hash: `${id}#${district.value}`, ...(since === undefined ? {} : { from: since }), to: END };
    const read = await deps.entities.list("byDistrict", span, page);
    if (!read.ok) return read;
    return accept({ now: { ...read.value, items: read.value.items.map(({ id, changedAt }) => ({ id, changedAt })) } });
  },
});
