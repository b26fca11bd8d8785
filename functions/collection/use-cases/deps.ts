import type { BindingResource } from "../../catalog/index.ts";
import type { CreditCode } from "../../kernel/credit-code.ts";
import type { Day, Instant } from "../../kernel/day.ts";
import type { Outcome } from "../../kernel/outcome.ts";
import type { Page } from "../../platform/page.ts";
import type { PageWish } from "../../platform/store/pages.ts";
import type { Wanted } from "../../platform/store/together.ts";
import type { SubjectOf } from "../../platform/subject.ts";
import type { Address } from "../../platform/uploads.ts";
import type { BadRow, Batch } from "../batch/batch.ts";
import type { Sent } from "../batch/life.ts";
import type { RecordIdOf } from "../record/id.ts";
import type { From, Piece } from "../store/file/piece.ts";
import type { Intake } from "../store/intake.ts";
import type { Batches, Consents, Methods, Records } from "../store.ts";

/** What the use cases need. */
export type Deps = Readonly<{
  records: Records;
  batches: Batches;
  consents: Consents;
  methods: Methods;
  intake: Intake;
  catalogue: (id: string) => Promise<Outcome<BindingResource, "record-unknown">>;
  /** Wants the body that is the authority of a district, if one is registered. */
  authorityOf: (district: string) => Wanted<CreditCode>;
  badRows: (batch: string, wish: PageWish) => Promise<Outcome<Page<BadRow>, "cursor-invalid">>;
  today: () => Day;
  now: () => Instant;
  newId: () => string;
}>;

/** Names of people and records without their numbers: made under the pepper. */
export type Naming = Readonly<{ subjectOf: SubjectOf; recordIdOf: RecordIdOf }>;

/** What is needed to receive: names under the pepper, and the quarantine of files. */
export type ReceivingDeps = Deps &
  Naming &
  Readonly<{
    addressFor: (batch: Batch) => Promise<Address>;
    sent: (batch: Batch) => Promise<Sent | undefined>;
  }>;

/** Whether a step should end soon, so that it is not ended in its midst. */
type Timed = Readonly<{ timeIsUp: () => boolean }>;

/** What taking back needs. */
export type TakeBackDeps = Pick<Deps, "batches" | "intake" | "now"> & Timed;

/** What taking in needs. */
export type IntakeDeps = Pick<Deps, "batches" | "intake" | "catalogue" | "today" | "now"> &
  Naming &
  Timed &
  Readonly<{
    /** The file from a row on, as it is read; nothing if it is not there. */
    pieces: (batch: Batch, from: From) => Promise<AsyncGenerator<Piece> | undefined>;
  }>;
