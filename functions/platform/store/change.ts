import * as z from "zod";
import type { Instant } from "../../kernel/day.ts";
import type { Wait } from "../../kernel/event.ts";
import { newId } from "../id.ts";
import type { Call } from "../operation.ts";
import { type Change, claimWrite, type Write } from "./commit.ts";
import type { Announced, Awaited, Found, StoreDeclaration } from "./declare.ts";
import { claimKey, eventKey, indexAttributes, recordKey } from "./rows.ts";

/** Opens what a transaction writes of a record of this store, without writing: nothing of the engine is needed. */
export const openChange =
  <T, E extends Announced, I extends string, C extends string>(
    { kind, id, indexes, waits, claims = () => [], historyOnly = [], secret = [] }: StoreDeclaration<T, E, I, C>,
    { name: table, now }: Readonly<{ name: string; now: () => Instant }>,
  ) =>
  /** The record's part of a transaction: its state, its event, its claims. `before` is absent for a new record. */
  (record: T, before: Found<T> | undefined, event: E, call: Call): Change<C> => {
    const version = (before?.version ?? 0) + 1;
    const owner = id(record);
    const { type, ...data } = event;
    const state = {
      ...recordKey(kind, owner),
      version,
      data: record,
      ...indexAttributes(indexes, record),
      ...(secret.length === 0 ? {} : { secret }),
    };
    const quiet = historyOnly.includes(type) ? { quiet: true } : {};
    const happened = { id: newId(), type, version, at: now(), by: call.by.id, trace: call.traceId, data, ...quiet };
    const awaited = awaitedBy(kind, waits?.[typeOf(event)], data);
    const wanted = claims(record);
    const held = before === undefined ? [] : claims(before.now).filter(({ holds }) => holds);
    const released = held.filter(({ name }) => !wanted.some((claim) => claim.name === name));
    return {
      writes: [
        { write: { Put: { TableName: table, Item: state, ...ifVersion(before?.version) } }, lostTo: "version" },
        {
          write: {
            Put: { TableName: table, Item: { ...eventKey(kind, owner, version), ...happened, ...awaited }, ...IF_NEW },
          },
          lostTo: "version",
        },
        ...wanted.map((claim) => claimWrite(table, claim, `${kind}#${owner}`)),
        ...released.map((claim) => ({ write: { Delete: { TableName: table, Key: claimKey(claim) } }, lostTo: claim })),
      ],
    };
  };

/** Rows of a neighbour in the same transaction; one that is there already means that the act was done already. */
export const alongside = (writes: readonly Write[]): Change<never> => ({
  writes: writes.map((write) => ({ write, lostTo: "version" })),
});

const typeOf = <E extends Announced>({ type }: E): E["type"] => type;

/** An event that may decide one of several steps names them itself. */
const Named = z.looseObject({ steps: z.array(z.string()) });

const awaitedBy = (kind: string, awaited: Awaited | undefined, data: unknown): { wait?: Wait } => {
  if (awaited === undefined) return {};
  const { step, ...rest } = awaited;
  return { wait: { kind, steps: step === undefined ? Named.parse(data).steps : [step], ...rest } };
};

const IF_NEW = { ConditionExpression: "attribute_not_exists(pk)" };

const ifVersion = (before: number | undefined) =>
  before === undefined
    ? IF_NEW
    : {
        ConditionExpression: "#version = :before",
        ExpressionAttributeNames: { "#version": "version" },
        ExpressionAttributeValues: { ":before": before },
      };
