import type { CreditCode } from "../../kernel/credit-code.ts";
import type { Outcome } from "../../kernel/outcome.ts";
import type { RecordId } from "../../kernel/record-id.ts";
import type { Answer, Call } from "../../platform/operation.ts";
import { type Change, type CommitRefusal, commit } from "../../platform/store/commit.ts";
import { type Found, openStore, type Table } from "../../platform/store/open.ts";
import { readTogether, type Wanted, wanted } from "../../platform/store/together.ts";
import { type BadRow, Batch } from "../batch/batch.ts";
import { Consent } from "../consent.ts";
import type { BatchEvent, ConsentEvent, RecordEvent } from "../events.ts";
import { type MethodEntry, methods } from "../method.ts";
import type { PoolRecord } from "../record/record.ts";
import { batches, consents, records } from "../store.ts";
import { badRowsChange } from "./bad-rows.ts";

/** A record before and after, and what happened to it. */
type RecordChange = Readonly<{ before: Found<PoolRecord> | undefined; after: PoolRecord; event: RecordEvent }>;
type BatchChange = Readonly<{ before: Found<Batch>; after: Batch; event: BatchEvent }>;
type ConsentChange = Readonly<{ before: Found<Consent>; after: Consent; event: ConsentEvent }>;

export type Known = Readonly<{
  record: (id: RecordId) => Found<PoolRecord> | undefined;
  consent: (id: RecordId) => Found<Consent> | undefined;
  method: () => MethodEntry | undefined;
  authority: () => CreditCode | undefined;
}>;

/** What else is read with records: consents, how somebody collects, and a neighbour's word on who is an authority. */
type Also = Readonly<{ consents?: boolean; method?: string; authority?: Wanted<CreditCode> | undefined }>;

/** What a command on the pools reads and writes beyond one record: several kinds at once, each by one call. */
export const openIntake = (table: Table) => {
  const opened = {
    records: openStore(records, table),
    batches: openStore(batches, table),
    consents: openStore(consents, table),
  };
  const door = <T>(parse: (answer: unknown) => T) => ({ dynamo: table.dynamo, table: table.name, parse });
  const recordChanges = (changes: readonly RecordChange[], call: Call): Change<never>[] =>
    changes.map(({ before, after, event }) => opened.records.change(after, before, event, call));

  return {
    /** Reads records, their consents where they matter, and how somebody collects, consistently and by one call. */
    async known(ids: readonly RecordId[], also: Also): Promise<Known> {
      const distinct = [...new Set(ids)];
      const record = new Map(distinct.map((id) => [id, wanted(records, table.name, id)]));
      const consent = new Map(
        also.consents === true ? distinct.map((id) => [id, wanted(consents, table.name, id)]) : [],
      );
      const method = also.method === undefined ? undefined : wanted(methods.store, table.name, also.method);
      const beside = [method, also.authority].filter((it) => it !== undefined);
      const all = [...record.values(), ...consent.values(), ...beside];
      const found = await readTogether(table.dynamo, all);
      const given = <T>(one: Parameters<typeof found<T>>[0] | undefined) =>
        one === undefined ? undefined : found(one);
      return {
        record: (id) => given(record.get(id)),
        consent: (id) => given(consent.get(id)),
        method: () => given(method)?.now,
        authority: () => given(also.authority)?.now,
      };
    },

    /** Rows of a file and how far it has been read, in one transaction: neither is ever without the other. */
    saveRows(
      { before, after, event }: BatchChange,
      changes: readonly RecordChange[],
      bad: readonly BadRow[],
      call: Call,
    ): Promise<Outcome<Answer<Batch>, CommitRefusal | "file-sent-already">> {
      const version = before.version + 1;
      return commit(
        door((answer) => Batch.parse(answer)),
        [
          opened.batches.change(after, before, event, call),
          ...recordChanges(changes, call),
          badRowsChange(table.name, after.id, bad),
        ],
        { now: after, version },
        call,
      );
    },

    /** One record by itself; the answer is what its source is told. */
    saveRecord<T>(change: RecordChange, told: T, parse: (answer: unknown) => T, call: Call) {
      const version = (change.before?.version ?? 0) + 1;
      return commit(door(parse), recordChanges([change], call), { now: told, version }, call);
    },

    /** A consent, and what falls with it. */
    saveConsent({ before, after, event }: ConsentChange, changes: readonly RecordChange[], call: Call) {
      return commit(
        door((answer) => Consent.parse(answer)),
        [opened.consents.change(after, before, event, call), ...recordChanges(changes, call)],
        { now: after, version: before.version + 1 },
        call,
      );
    },
  };
};
export type Intake = ReturnType<typeof openIntake>;
