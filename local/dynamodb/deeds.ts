import type { Deed } from "../shared/caller.ts";
import { indexArn, type Tables, tableArn } from "./tables.ts";
import { type Fields, fieldsOf, type Item, isFields, listOf, textOf } from "./wire.ts";

const ITEM_ACTIONS: Readonly<Record<string, string>> = {
  Put: "dynamodb:PutItem",
  Update: "dynamodb:UpdateItem",
  Delete: "dynamodb:DeleteItem",
  ConditionCheck: "dynamodb:ConditionCheckItem",
  Get: "dynamodb:GetItem",
};

/** What the real service asks for on the table that a restore fills. */
const RESTORED = ["BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"];

/** The hash attribute's name; of an unknown table none, which no item has. */
const hashOf = (tables: Tables, table: string): string => tables.find(table)?.keys[0] ?? "";

const scalarOf = (attribute: unknown): string | undefined => {
  const value = isFields(attribute) ? (attribute["S"] ?? attribute["N"] ?? attribute["B"]) : undefined;
  return typeof value === "string" ? value : undefined;
};

/** The hash value that a query asks for; only the form `name = :value` is looked for, at either end of an AND. */
const queriedHash = (hash: string, input: Fields): string | undefined => {
  const names = fieldsOf(input["ExpressionAttributeNames"]);
  for (const part of textOf(input["KeyConditionExpression"]).split(/\s+AND\s+/i)) {
    const [, name = "", value = ""] = /^\(?\s*([#\w.-]+)\s*=\s*(:\w+)\s*\)?$/.exec(part.trim()) ?? [];
    if ((names[name] ?? name) === hash) return scalarOf(fieldsOf(input["ExpressionAttributeValues"])[value]);
  }
  return undefined;
};

const deed = (action: string, resource: string, leading: readonly (string | undefined)[] = []): Deed => {
  const keys = [...new Set(leading.filter((key) => key !== undefined))];
  return keys.length === 0 ? { action, resource } : { action, resource, context: { "dynamodb:LeadingKeys": keys } };
};

/** One deed per action and table, with the leading keys of all items: a table is asked about once. */
const perTable = (tables: Tables, touches: readonly { action: string; table: string; item: Item }[]): Deed[] => {
  const grouped = new Map<string, { action: string; table: string; leading: (string | undefined)[] }>();
  for (const { action, table, item } of touches) {
    const group = grouped.get(`${action} ${table}`) ?? { action, table, leading: [] };
    group.leading.push(scalarOf(item[hashOf(tables, table)]));
    grouped.set(`${action} ${table}`, group);
  }
  return [...grouped.values()].map(({ action, table, leading }) => deed(action, tableArn(table), leading));
};

const batched = (operation: string, input: Fields) =>
  Object.entries(fieldsOf(input["RequestItems"])).flatMap(([table, requests]) => {
    const action = `dynamodb:${operation}`;
    const entries = operation === "BatchGetItem" ? listOf(fieldsOf(requests)["Keys"]) : listOf(requests);
    return entries.map((entry) => {
      const { PutRequest, DeleteRequest } = fieldsOf(entry);
      const item = fieldsOf(PutRequest)["Item"] ?? fieldsOf(DeleteRequest)["Key"] ?? entry;
      return { action, table, item: fieldsOf(item) };
    });
  });

const transacted = (input: Fields) =>
  listOf(input["TransactItems"]).flatMap((item) =>
    Object.entries(fieldsOf(item)).map(([kind, action]) => ({
      action: ITEM_ACTIONS[kind] ?? `dynamodb:${kind}`,
      table: textOf(fieldsOf(action)["TableName"]),
      item: fieldsOf(fieldsOf(action)["Item"] ?? fieldsOf(action)["Key"]),
    })),
  );

/** What a request wants to do, in the words of IAM. */
export const deedsOf = (tables: Tables, operation: string, input: Fields): Deed[] => {
  const action = `dynamodb:${operation}`;
  if (operation === "ListTables") return [{ action, resource: "*" }];
  if (operation.startsWith("Batch")) return perTable(tables, batched(operation, input));
  if (operation.startsWith("Transact")) return perTable(tables, transacted(input));
  if (operation === "RestoreTableToPointInTime") {
    const source = textOf(input["SourceTableName"]);
    const target = tableArn(textOf(input["TargetTableName"]));
    return [deed(action, tableArn(source)), ...RESTORED.map((name) => deed(`dynamodb:${name}`, target))];
  }
  const table = textOf(input["TableName"]);
  const index = input["IndexName"];
  if (typeof index === "string") return [deed(action, indexArn(table, index))];
  const hash = hashOf(tables, table);
  if (operation === "Query") return [deed(action, tableArn(table), [queriedHash(hash, input)])];
  return [deed(action, tableArn(table), [scalarOf(fieldsOf(input["Item"] ?? input["Key"])[hash])])];
};

/** Names of the tables that a request touches. */
export const tablesOf = (input: Fields): string[] =>
  [
    ...[input["TableName"], input["SourceTableName"], input["TargetTableName"]],
    ...Object.keys(fieldsOf(input["RequestItems"])),
    ...transacted(input).map(({ table }) => table),
  ].filter((name) => typeof name === "string");
