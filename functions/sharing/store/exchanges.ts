import { openPool, type PoolRecord } from "../../collection/index.ts";
import { type Access, accessWrites } from "../../evidence/index.ts";
import type { Day, Instant } from "../../kernel/day.ts";
import type { RecordId } from "../../kernel/record-id.ts";
import type { Found, Table } from "../../platform/store/open.ts";
import { readTogether, type Wanted, wanted } from "../../platform/store/together.ts";
import { rowOf, transact, type Write } from "../../platform/store/transact.ts";
import type { GrantOverused } from "../events/granting.ts";
import { type Grant, type Usage, usageKey } from "../grant.ts";
import type { Offer } from "../offer.ts";
import { grants } from "./grants.ts";
import { offers } from "./offers.ts";
import { readUse } from "./usage.ts";

/** Whose rows an exchange touches: our own, those of the pools, those of the ledger. */
type Tables = Readonly<{ own: Table; pool: string; ledger: string }>;

/** What an exchange rests on, as one read found it. */
export type Known = Readonly<{
  grant: Grant | undefined;
  offer: Offer | undefined;
  usage: Usage;
  record: (id: RecordId) => Found<PoolRecord> | undefined;
}>;

const NOTHING: Usage = { used: 0, missed: 0, refused: 0 };

const wantedUse = (table: string, grant: string, day: Day): Wanted<Usage> => ({
  table,
  key: usageKey(grant, day),
  read: (row) => ({ now: readUse(row), version: 0 }),
});

/** What is added to a day's use of a grant, and up to where there is room for it. */
type Spending = Readonly<{
  grant: string;
  day: Day;
  adds: Usage;
  room: Readonly<{ used: number; missed: number }>;
}>;

/** That a grant was used beyond its need, as it is announced: once a day, from the row in which the day is counted. */
export type Overuse = Readonly<{
  event: GrantOverused;
  id: string;
  at: Instant;
  by: string;
  trace: string;
}>;

/** Opens what an exchange rests on: one BatchGetItem over our own table and that of the pools. */
export const openChain = ({ own: { dynamo, name, now }, pool }: Omit<Tables, "ledger">) => {
  const { wantedRecord } = openPool({ dynamo, name: pool, now });
  /** Everything at one go, read consistently; no record may be asked for twice. */
  return async (
    asked: Readonly<{ grant: string; resource: string; day: Day; records: readonly RecordId[] }>,
  ): Promise<Known> => {
    const grant = wanted(grants, name, asked.grant);
    const offer = wanted(offers, name, asked.resource);
    const usage = wantedUse(name, asked.grant, asked.day);
    const records = new Map(asked.records.map((id) => [id, wantedRecord(id)]));
    const found = await readTogether(dynamo, [grant, offer, usage, ...records.values()]);
    return {
      grant: found(grant)?.now,
      offer: found(offer)?.now,
      usage: found(usage)?.now ?? NOTHING,
      record: (id) => {
        const its = records.get(id);
        return its && found(its);
      },
    };
  };
};
export type ReadChain = ReturnType<typeof openChain>;

/** Opens what an exchange leaves behind: one transaction over the day's use and the ledger of accesses. */
export const openSpending =
  ({ own: { dynamo, name }, ledger }: Omit<Tables, "pool">) =>
  /**
   * Puts the accesses on record and takes them from the day's quota, or neither. Gives nothing when it is written, and
   * the day's use as it is now when there is no room left.
   */
  async (accesses: readonly Access[], spending: Spending, overuse?: Overuse): Promise<Usage | undefined> => {
    const beyond = overuse === undefined ? [] : [announcing(name, spending, overuse)];
    const failed = await transact(dynamo, [spend(name, spending), ...beyond, ...accessWrites(ledger, accesses)]);
    // A receipt is new each time, so that no access of it can be there already: it is the day's use that failed.
    return failed === undefined ? undefined : readUse(rowOf(failed[0] ?? {}));
  };
export type Spend = ReturnType<typeof openSpending>;

const spend = (table: string, { grant, day, adds, room }: Spending): Write => ({
  Update: {
    TableName: table,
    Key: usageKey(grant, day),
    UpdateExpression: "ADD #used :used, #missed :missed, #refused :refused",
    ConditionExpression:
      "(attribute_not_exists(#used) OR #used <= :roomUsed) AND (attribute_not_exists(#missed) OR #missed <= :roomMissed)",
    ExpressionAttributeNames: { "#used": "used", "#missed": "missed", "#refused": "refused" },
    ExpressionAttributeValues: {
      ":used": adds.used,
      ":missed": adds.missed,
      ":refused": adds.refused,
      ":roomUsed": room.used,
      ":roomMissed": room.missed,
    },
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  },
});

const ONE_DAY = 86_400_000;

/**
 * An event beside the grant's history, whose versions are those of its acts: the relay announces it under the grant's id. It is put by an update,
 * which is all that an exchange may do in this table, and a second one of the day changes nothing.
 */
const announcing = (table: string, { grant, day }: Spending, { event, id, at, by, trace }: Overuse): Write => {
  const { type, ...data } = event;
  const version = Math.floor(Date.parse(day) / ONE_DAY);
  const row = { id, type, version, at, by, trace, data };
  const names = Object.keys(row);
  return {
    Update: {
      TableName: table,
      Key: { pk: `overuse#${grant}`, sk: `event#${String(version).padStart(10, "0")}` },
      UpdateExpression: `SET ${names.map((name) => `#${name} = if_not_exists(#${name}, :${name})`).join(", ")}`,
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(Object.entries(row).map(([name, value]) => [`:${name}`, value])),
    },
  };
};
