import { keyOf, keyText, type Table, type Tables } from "./tables.ts";
import { digestOf } from "./tokens.ts";
import { type Answer, type Fields, fieldsOf, type Item, isFields, listOf, ok, textOf } from "./wire.ts";

/** One item that a request writes. */
export type Write = {
  readonly table: Table;
  readonly key: Item;
  readonly text: string;
  /** The item after it: known for a put, absent after a delete, to be read after an update. */
  readonly after: Item | "absent" | "read";
  readonly expired: boolean;
};

/** What one request would do, and how the engine can be asked for it. */
export type Plan = {
  readonly operation: string;
  readonly input: Fields;
  readonly writes: readonly Write[];
  /** Keys that it touches, those it only checks among them. */
  readonly touched: readonly string[];
  /** The same as items of a transaction, when it may share one with other requests: its answer is then `done`. */
  readonly shared: readonly Fields[] | undefined;
  readonly done: Answer;
  readonly token: { readonly token: string; readonly digest: string } | undefined;
};

const EMPTY = ok({});

const isQuiet = (input: Fields): boolean =>
  (input["ReturnValues"] ?? "NONE") === "NONE" && (input["ReturnConsumedCapacity"] ?? "NONE") === "NONE";

/** Drops what only the single operation knows. */
const actionOf = (input: Fields): Fields => {
  const { ReturnValues: _, ReturnConsumedCapacity: __, ReturnItemCollectionMetrics: ___, ...action } = input;
  return action;
};

type Parts = { readonly kind: string; readonly action: Fields };
type Touch = { readonly text: string; readonly write: Write | undefined };

const touchOf = (tables: Tables, { kind, action }: Parts): Touch | undefined => {
  const table = tables.find(textOf(action["TableName"]));
  if (table === undefined) return undefined;
  const item = fieldsOf(action[kind === "Put" ? "Item" : "Key"]);
  const key = keyOf(table, item);
  if (key === undefined) return undefined;
  const text = keyText(table, key);
  if (kind === "ConditionCheck") return { text, write: undefined };
  const after = kind === "Put" ? item : kind === "Delete" ? "absent" : "read";
  return { text, write: { table, key, text, after, expired: false } };
};

const partsOf = (operation: string, input: Fields): Parts[] => {
  if (operation === "PutItem") return [{ kind: "Put", action: actionOf(input) }];
  if (operation === "DeleteItem") return [{ kind: "Delete", action: actionOf(input) }];
  if (operation === "UpdateItem") return [{ kind: "Update", action: actionOf(input) }];
  if (operation === "TransactWriteItems") {
    return listOf(input["TransactItems"]).flatMap((item) =>
      Object.entries(fieldsOf(item)).map(([kind, action]) => ({ kind, action: fieldsOf(action) })),
    );
  }
  return Object.entries(fieldsOf(input["RequestItems"])).flatMap(([TableName, requests]) =>
    listOf(requests).map((request) => {
      const put = fieldsOf(request)["PutRequest"];
      if (isFields(put)) return { kind: "Put", action: { TableName, ...put } };
      return { kind: "Delete", action: { TableName, ...fieldsOf(fieldsOf(request)["DeleteRequest"]) } };
    }),
  );
};

const mayShare = (operation: string, input: Fields, parts: readonly Parts[], touched: readonly string[]): boolean =>
  isQuiet(input) &&
  touched.length === parts.length &&
  new Set(touched).size === touched.length &&
  (operation !== "BatchWriteItem" || parts.length <= 25) &&
  (operation !== "UpdateItem" || typeof input["UpdateExpression"] === "string");

/**
 * What a write request would do. An item whose key cannot be told is left out of `writes`: the engine refuses the
 * request, and then nothing was written.
 */
export const planOf = (tables: Tables, operation: string, input: Fields): Plan => {
  const parts = partsOf(operation, input);
  const touches = parts.map((part) => touchOf(tables, part)).filter((touch) => touch !== undefined);
  const touched = touches.map(({ text }) => text);
  const { ClientRequestToken: token, ...rest } = input;
  return {
    operation,
    input: rest,
    writes: touches.map(({ write }) => write).filter((write) => write !== undefined),
    touched,
    shared: mayShare(operation, input, parts, touched)
      ? parts.map(({ kind, action }) => ({ [kind]: action }))
      : undefined,
    done: operation === "BatchWriteItem" ? ok({ UnprocessedItems: {} }) : EMPTY,
    token: typeof token === "string" ? { token, digest: digestOf(input["TransactItems"]) } : undefined,
  };
};

/** The deletion of an item whose time to live is over, unless it has changed since it was looked at. */
export const expiryOf = (table: Table, key: Item, attribute: string, value: unknown): Plan => {
  const action = {
    TableName: table.name,
    Key: key,
    ConditionExpression: "#expiry = :seen",
    ExpressionAttributeNames: { "#expiry": attribute },
    ExpressionAttributeValues: { ":seen": value },
  };
  const text = keyText(table, key);
  return {
    operation: "DeleteItem",
    input: action,
    writes: [{ table, key, text, after: "absent", expired: true }],
    touched: [text],
    shared: [{ Delete: action }],
    done: EMPTY,
    token: undefined,
  };
};
