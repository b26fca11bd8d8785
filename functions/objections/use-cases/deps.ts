import type { BindingResource } from "../../catalog/index.ts";
import type { Holdings } from "../../collection/index.ts";
import type { Access } from "../../evidence/index.ts";
import type { Calendar } from "../../kernel/calendar.ts";
import type { CreditCode } from "../../kernel/credit-code.ts";
import type { Day, Instant } from "../../kernel/day.ts";
import type { Outcome } from "../../kernel/outcome.ts";
import type { RecordId } from "../../kernel/record-id.ts";
import type { Answer, Call } from "../../platform/operation.ts";
import type { Page } from "../../platform/page.ts";
import type { CommitRefusal } from "../../platform/store/commit.ts";
import type { Found } from "../../platform/store/open.ts";
import type { PageWish } from "../../platform/store/pages.ts";
import type { SubjectOf } from "../../platform/subject.ts";
import type { Address } from "../../platform/uploads.ts";
import type { ObjectionEvent } from "../events/objecting.ts";
import type { Sent } from "../filing.ts";
import type { Evidence, Objection } from "../objection.ts";
import type { Figures } from "../store/figures.ts";
import type { Objections } from "../store/objections.ts";

/** What of a record decides whether somebody may object to it. */
type RecordSeen = Readonly<{ id: RecordId; held: boolean; subject: string | undefined }>;

/** Saves an objection with its event and what the objector is told of it, in one transaction. */
export type Save = (
  objection: Objection,
  before: Found<Objection> | undefined,
  event: ObjectionEvent,
  call: Call,
  calendar?: Calendar,
) => Promise<Outcome<Answer<Objection>, CommitRefusal>>;

/** What the use cases of the doors need. */
export type Deps = Readonly<{
  objections: Objections;
  save: Save;
  figures: Figures;
  /** The edition in force of a resource. */
  catalogue: (id: string) => Promise<Outcome<BindingResource, "record-unknown">>;
  /** A record of a pool, and the body that plays the Center's part today, by one read. */
  recordAndCenter: (
    record: RecordId | undefined,
  ) => Promise<Readonly<{ record: RecordSeen | undefined; center: CreditCode | undefined }>>;
  /** Where a record stands: in its pool and in the databases that it feeds. */
  holdings: Holdings;
  accessesOf: (record: RecordId, wish: PageWish) => Promise<Outcome<Page<Access>, "cursor-invalid">>;
  calendar: () => Promise<Calendar>;
  today: () => Day;
  now: () => Instant;
  newId: () => string;
}>;

/** Beside these: names under the pepper, and the quarantine of files. */
export type ReceivingDeps = Deps &
  Readonly<{
    subjectOf: SubjectOf;
    addressFor: (file: Evidence) => Promise<Address>;
    sent: (file: Evidence) => Promise<Sent | undefined>;
  }>;
