import { BatchWriteCommand, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { Day } from "../functions/kernel/day.ts";
import { newId } from "../functions/platform/id.ts";
import type { Principal } from "../functions/platform/principal.ts";
import type { Grant } from "../functions/sharing/grant.ts";
import type { MovableClock } from "../local/shared/clock.ts";
import { POLICE } from "../test/identity/support.ts";
import { EXCHANGED, exchangeOver, grantRow, KEY, PHONE, theGrant, theOffer } from "../test/sharing/exchanges.ts";
import { tableAt } from "../test/support/table.ts";

/** Of one agency, for two fields, without an end on any day on which this runs. */
export const aGrant = (): Grant =>
  theGrant({
    consumer: POLICE.id,
    quotaPerDay: 10_000_000,
    from: Day.parse("2026-01-01"),
    until: Day.parse("2099-12-31"),
  });

const BATCH = 25;
const AT_ONCE = 8;
const RELAYED = { pk: "relay", sk: "row" };

/**
 * An agency with so many grants in a table of its own, and how it uses the first of them: by an exchange, or by a relay
 * that reads one row with the same answer in it and hands it on.
 */
export const anAgency = async (at: string, clock: MovableClock, grants: number, used: Grant) => {
  const bench = exchangeOver(await tableAt(at, EXCHANGED, clock, `agency-${grants}`));
  const { dynamo, name } = bench.table;
  await bench.offers(theOffer());
  await bench.hold(used.resource, KEY(1), { headTeacherPhone: PHONE });
  await bench.give(used);
  let left = grants - 1;
  const giver = async () => {
    while (left > 0) {
      const some = Math.min(BATCH, left);
      left -= some;
      const rows = Array.from({ length: some }, () => ({ PutRequest: { Item: grantRow({ ...used, id: newId() }) } }));
      await dynamo.send(new BatchWriteCommand({ RequestItems: { [name]: rows } }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, giver));
  let called: readonly string[] = [];
  const exchange = async (by: Principal) => {
    const said = await bench.ask({ by, resource: used.resource, keys: [KEY(1)] });
    if (said.status !== 200) throw new Error(`The exchange answered ${JSON.stringify(said.body)}.`);
    called = bench.calls();
    return said.body;
  };
  /** Lays down for the relay what an exchange answers. */
  const prepare = async (by: Principal) =>
    dynamo.send(new PutCommand({ TableName: name, Item: { ...RELAYED, data: await exchange(by) } }));
  const relay = async () => {
    const { Item } = await dynamo.send(new GetCommand({ TableName: name, Key: RELAYED }));
    return { statusCode: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(Item?.["data"]) };
  };
  return { exchange, prepare, relay, calls: () => called.join(", "), close: bench.close };
};
export type Agency = Awaited<ReturnType<typeof anAgency>>;
