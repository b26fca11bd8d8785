import { randomUUID } from "node:crypto";
import { ServiceFault } from "../shared/fault.ts";
import type { Engine } from "./engine.ts";
import { indexArn, streamArn, type Table, type Tables, tableArn } from "./tables.ts";
import { type Fields, fieldsOf, invalid, listOf, textOf } from "./wire.ts";

/** What the engine says of a table, with our names, times, stream and state in place of its own. */
export const describe = async (engine: Engine, table: Table): Promise<Fields> => {
  const output = await engine.ask("DescribeTable", { TableName: table.name });
  return described(table, fieldsOf(output["Table"]));
};

const described = (table: Table, said: Fields): Fields => {
  const { name, createdAt, stream, restore } = table;
  const indexes = listOf(said["GlobalSecondaryIndexes"]).map((index) => {
    const fields = fieldsOf(index);
    return { ...fields, IndexArn: indexArn(name, textOf(fields["IndexName"])) };
  });
  return {
    ...said,
    TableArn: tableArn(name),
    TableId: table.id,
    CreationDateTime: createdAt / 1000,
    ...(indexes.length === 0 ? {} : { GlobalSecondaryIndexes: indexes }),
    ...(stream === undefined ? {} : streamFields(name, stream.label)),
    ...(restore === undefined ? {} : restoreFields(restore)),
  };
};

const streamFields = (name: string, label: string): Fields => ({
  StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
  LatestStreamLabel: label,
  LatestStreamArn: streamArn(name, label),
});

const restoreFields = ({ source, at, done }: NonNullable<Table["restore"]>): Fields => ({
  ...(done ? {} : { TableStatus: "CREATING" }),
  RestoreSummary: { RestoreDateTime: at / 1000, RestoreInProgress: !done, SourceTableArn: tableArn(source) },
});

/** A stream's label is the time it began, as on the real service. */
const streamFrom = (now: number, from: number) => ({ label: new Date(now).toISOString().slice(0, -1), from });

/**
 * Creates the table in the engine and keeps what the shim needs. The engine is never told of the stream: with one it
 * reads all earlier records of the table before each write.
 */
export const createTable = async (
  engine: Engine,
  tables: Tables,
  input: Fields,
  now: number,
  restore?: Table["restore"],
): Promise<Fields> => {
  const { StreamSpecification: stream, ...rest } = input;
  const output = await engine.ask("CreateTable", rest);
  const table: Table = {
    name: textOf(input["TableName"]),
    id: randomUUID(),
    createdAt: now,
    keys: listOf(input["KeySchema"]).map((key) => textOf(fieldsOf(key)["AttributeName"])),
    attributes: Object.fromEntries(
      listOf(input["AttributeDefinitions"]).map((definition) => {
        const fields = fieldsOf(definition);
        return [textOf(fields["AttributeName"]), textOf(fields["AttributeType"])];
      }),
    ),
    ...(fieldsOf(stream)["StreamEnabled"] === true ? { stream: streamFrom(now, 0) } : {}),
    ...(restore === undefined ? {} : { restore }),
  };
  tables.save(table);
  return { TableDescription: described(table, fieldsOf(output["TableDescription"])) };
};

export const deleteTable = async (engine: Engine, tables: Tables, input: Fields): Promise<Fields> => {
  const table = tables.get(textOf(input["TableName"]));
  const isNeeded = tables.all().some(({ restore }) => restore?.done === false && restore.source === table.name);
  if (isNeeded || table.restore?.done === false) {
    throw new ServiceFault(
      "ResourceInUseException",
      `Attempt to change a resource which is still in use: Table: ${table.name}`,
    );
  }
  const output = await engine.ask("DeleteTable", { TableName: table.name });
  tables.remove(table.name);
  return { TableDescription: described(table, fieldsOf(output["TableDescription"])) };
};

/** Protection, indexes and the stream; a stream that is turned on later begins with the next write. */
export const updateTable = async (engine: Engine, tables: Tables, input: Fields, now: number): Promise<Fields> => {
  const table = tables.get(textOf(input["TableName"]));
  const { StreamSpecification: wanted, ...rest } = input;
  if (Object.keys(rest).length > 1) await engine.ask("UpdateTable", rest);
  if (wanted !== undefined) {
    const { stream, ...others } = table;
    const isOn = fieldsOf(wanted)["StreamEnabled"] === true;
    if (isOn && stream !== undefined) throw invalid(`Table already has an enabled stream: TableName: ${table.name}`);
    if (!isOn && stream === undefined) throw invalid("Table has no stream to disable.");
    const from = tables.journal(table.name).length;
    tables.save(isOn ? { ...others, stream: streamFrom(now, from) } : others);
  }
  return { TableDescription: await describe(engine, tables.get(table.name)) };
};

export const updateTimeToLive = (tables: Tables, input: Fields): Fields => {
  const { ttl, ...table } = tables.get(textOf(input["TableName"]));
  const wanted = fieldsOf(input["TimeToLiveSpecification"]);
  const isOn = wanted["Enabled"] === true;
  if (isOn === (ttl !== undefined)) throw invalid(`TimeToLive is already ${isOn ? "enabled" : "disabled"}`);
  tables.save(isOn ? { ...table, ttl: { attribute: textOf(wanted["AttributeName"]) } } : table);
  return { TimeToLiveSpecification: wanted };
};

export const describeTimeToLive = (tables: Tables, input: Fields): Fields => {
  const { ttl } = tables.get(textOf(input["TableName"]));
  const description =
    ttl === undefined
      ? { TimeToLiveStatus: "DISABLED" }
      : { TimeToLiveStatus: "ENABLED", AttributeName: ttl.attribute };
  return { TimeToLiveDescription: description };
};
