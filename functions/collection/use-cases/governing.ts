import type { BindingResource } from "../../catalog/index.ts";
import type { Access } from "../../evidence/index.ts";
import type { Calendar } from "../../kernel/calendar.ts";
import type { TimeAllowed } from "../../kernel/clock.ts";
import type { CreditCode } from "../../kernel/credit-code.ts";
import type { Day, Instant } from "../../kernel/day.ts";
import { accept, type Outcome, refuse } from "../../kernel/outcome.ts";
import type { RecordId } from "../../kernel/record-id.ts";
import type { Principal } from "../../platform/principal.ts";
import type { PoolRecord } from "../record/record.ts";
import type { Entities } from "../store/entities.ts";
import type { Databases, Faults, Subscriptions, Verifications } from "../store/governing.ts";
import type { Tallies } from "../store/tallies.ts";
import type { Records } from "../store.ts";

type Found<T> = Readonly<{ now: T; version: number }>;

/** What governing the pools needs. */
export type Governing = Readonly<{
  records: Records;
  /** Records as they stand, by one consistent read. */
  recordsTogether: (ids: readonly RecordId[]) => Promise<readonly Found<PoolRecord>[]>;
  verifications: Verifications;
  databases: Databases;
  subscriptions: Subscriptions;
  entities: Entities;
  tallies: Tallies;
  faults: Faults;
  catalogue: (id: string) => Promise<Outcome<BindingResource, "record-unknown">>;
  calendar: () => Promise<Calendar>;
  /** Puts readings of personal data on record; a fault leaves the reader without an answer. */
  account: (accesses: readonly Access[]) => Promise<void>;
  today: () => Day;
  now: () => Instant;
  newId: () => string;
  /** How long verifying and mending take: the order names no days. */
  allowed: Readonly<{ verifying: TimeAllowed; mending: TimeAllowed }>;
}>;

/** The institution of whoever is let in as one: the authoriser gives none without. */
export const bodyOf = ({ institution }: Principal): Outcome<CreditCode, "record-unknown"> =>
  institution === undefined ? refuse("record-unknown") : accept(institution);
