import { setImmediate } from "node:timers/promises";
import { ServiceFault } from "../shared/fault.ts";
import type { Committer } from "./committer.ts";
import type { Engine } from "./engine.ts";
import { planOf } from "./plan.ts";
import { createTable } from "./settings.ts";
import { keyOf, keyText, type Table, type Tables } from "./tables.ts";
import { type Fields, fieldsOf, type Item, invalid, listOf, textOf } from "./wire.ts";

const DAY = 24 * 60 * 60 * 1000;
/** How far back a table can be restored unless less is asked for, and how far the service is behind the present. */
const WINDOW = 35;
const BEHIND = 5 * 60 * 1000;

/** Writes of a restore: four requests stand in line together, which makes one transaction of the engine. */
const REQUEST = 25;
const ABREAST = 4;
/** Changes read from a journal before others get a turn. */
const TURN = 500;

const find = (tables: Tables, name: unknown): Table => {
  const table = tables.find(textOf(name));
  if (table === undefined) throw new ServiceFault("TableNotFoundException", `Table not found: ${textOf(name)}`);
  return table;
};

/** The first and the last whole second, in milliseconds, that a table can be restored to. */
const windowOf = ({ since, days }: NonNullable<Table["recovery"]>, now: number) => {
  const second = (instant: number) => Math.floor(instant / 1000) * 1000;
  return { earliest: second(Math.max(since, now - days * DAY)), latest: second(Math.max(since, now - BEHIND)) };
};

const backupsOf = ({ recovery }: Table, now: number): Fields => {
  const window = recovery === undefined ? undefined : windowOf(recovery, now);
  const description =
    window === undefined
      ? { PointInTimeRecoveryStatus: "DISABLED" }
      : {
          PointInTimeRecoveryStatus: "ENABLED",
          RecoveryPeriodInDays: recovery?.days,
          EarliestRestorableDateTime: window.earliest / 1000,
          LatestRestorableDateTime: window.latest / 1000,
        };
  return {
    ContinuousBackupsDescription: { ContinuousBackupsStatus: "ENABLED", PointInTimeRecoveryDescription: description },
  };
};

/** Turning it off and on again loses the time before. */
export const updateContinuousBackups = (tables: Tables, input: Fields, now: number): Fields => {
  const { recovery, ...table } = find(tables, input["TableName"]);
  const wanted = fieldsOf(input["PointInTimeRecoverySpecification"]);
  const isOn = wanted["PointInTimeRecoveryEnabled"] === true;
  const days = Number(wanted["RecoveryPeriodInDays"] ?? recovery?.days ?? WINDOW);
  if (!(days >= 1 && days <= WINDOW)) throw invalid(`RecoveryPeriodInDays must be from 1 to ${WINDOW}.`);
  const changed = isOn ? { ...table, recovery: { since: recovery?.since ?? now, days } } : table;
  tables.save(changed);
  return backupsOf(changed, now);
};

export const describeContinuousBackups = (tables: Tables, input: Fields, now: number): Fields =>
  backupsOf(find(tables, input["TableName"]), now);

/** The instant to restore to; throws what the real service throws when it cannot be. */
const instantOf = (source: Table, input: Fields, now: number): number => {
  if (source.recovery === undefined) {
    throw new ServiceFault(
      "PointInTimeRecoveryUnavailableException",
      `Point in time recovery is not enabled for table '${source.name}'`,
    );
  }
  const { earliest, latest } = windowOf(source.recovery, now);
  const chosen = input["RestoreDateTime"];
  if (input["UseLatestRestorableTime"] === true && chosen === undefined) return latest;
  if (typeof chosen !== "number" || input["UseLatestRestorableTime"] === true) {
    throw invalid("Exactly one of RestoreDateTime and UseLatestRestorableTime must be given.");
  }
  const at = Math.floor(chosen) * 1000;
  if (at >= earliest && at <= latest) return at;
  throw new ServiceFault(
    "InvalidRestoreTimeException",
    `The restore time must be between ${new Date(earliest).toISOString()} and ${new Date(latest).toISOString()}.`,
  );
};

/** Creates the target with the source's keys, indexes and encryption alone; its data follows by `fill`. */
export const restoreTable = async (engine: Engine, tables: Tables, input: Fields, now: number): Promise<Fields> => {
  const source = find(tables, input["SourceTableName"]);
  const target = textOf(input["TargetTableName"]);
  if (tables.find(target) !== undefined) {
    throw new ServiceFault("TableAlreadyExistsException", `Table already exists: ${target}`);
  }
  const at = instantOf(source, input, now);
  const said = fieldsOf((await engine.ask("DescribeTable", { TableName: source.name }))["Table"]);
  const indexes = listOf(said["GlobalSecondaryIndexes"]).map((index) => {
    const { IndexName, KeySchema, Projection } = fieldsOf(index);
    return { IndexName, KeySchema, Projection };
  });
  const { SSEType, KMSMasterKeyArn } = fieldsOf(said["SSEDescription"]);
  const definition = {
    TableName: target,
    KeySchema: said["KeySchema"],
    AttributeDefinitions: said["AttributeDefinitions"],
    BillingMode: "PAY_PER_REQUEST",
    ...(indexes.length === 0 ? {} : { GlobalSecondaryIndexes: indexes }),
    ...(SSEType === undefined ? {} : { SSESpecification: { Enabled: true, SSEType, KMSMasterKeyId: KMSMasterKeyArn } }),
  };
  return createTable(engine, tables, definition, now, { source: source.name, at, done: false });
};

/** Fills a table that is being restored with the items that its source held at the chosen instant. */
export const fill = async (tables: Tables, committer: Committer, name: string): Promise<void> => {
  const target = tables.get(name);
  const { restore } = target;
  if (restore === undefined || restore.done) return;
  let items: Item[] = [];
  const flush = async () => {
    const requests = Array.from({ length: ABREAST }, (_, n) => items.slice(n * REQUEST, (n + 1) * REQUEST));
    items = [];
    await Promise.all(requests.filter(({ length }) => length > 0).map((some) => put(tables, committer, name, some)));
  };
  for await (const item of stateAt(tables, tables.get(restore.source), restore.at)) {
    items.push(item);
    if (items.length === REQUEST * ABREAST) await flush();
  }
  await flush();
  tables.save({ ...target, restore: { ...restore, done: true } });
};

const put = async (tables: Tables, committer: Committer, name: string, items: readonly Item[]): Promise<void> => {
  const input = { RequestItems: { [name]: items.map((Item) => ({ PutRequest: { Item } })) } };
  const text = JSON.stringify(input);
  const { status, body } = await committer.write(planOf(tables, "BatchWriteItem", input), text.length);
  if (status !== 200) throw new Error(`The restore to ${name} was refused by the engine: ${body}`);
};

/** Two readings of the journal, so that only places are held in memory: which change was each item's last, then it. */
async function* stateAt(tables: Tables, table: Table, instant: number): AsyncGenerator<Item> {
  const journal = tables.journal(table.name);
  const last = new Map<string, number>();
  let turn = 0;
  for (const { at, before, after, from } of journal.changes(0)) {
    if (at > instant) break;
    if (++turn % TURN === 0) await setImmediate();
    const text = keyText(table, keyOf(table, after ?? before ?? {}) ?? {});
    if (after === undefined) last.delete(text);
    else last.set(text, from);
  }
  const places = new Set(last.values());
  for (const { after, from } of journal.changes(0)) {
    if (places.size === 0) break;
    if (++turn % TURN === 0) await setImmediate();
    if (places.delete(from) && after !== undefined) yield after;
  }
}
