import type { S3Client } from "@aws-sdk/client-s3";
import { openCatalogue } from "../catalog/index.ts";
import { wantedAuthority } from "../institutions/index.ts";
import { newId } from "../platform/id.ts";
import { openStore, type Table } from "../platform/store/open.ts";
import { today } from "../platform/time.ts";
import { methods } from "./method.ts";
import { openBadRows } from "./store/bad-rows.ts";
import { openPieces } from "./store/file/open.ts";
import { openIntake } from "./store/intake.ts";
import { findSent, openAddress } from "./store/uploads.ts";
import { batches, consents, records } from "./store.ts";
import type { Deps, IntakeDeps } from "./use-cases/deps.ts";

type Subjects = Pick<Deps, "subjectOf">;

/** Neighbours' tables, by name, and the quarantine of files on their way in. */
type Told = Readonly<{ catalog: string; institutions: string; uploads: string }>;

/** What the use cases need, over these tables and this bucket. */
export const depsOver = (
  table: Table,
  told: Told,
  { subjectOf }: Subjects,
  s3: S3Client,
): Deps & Pick<IntakeDeps, "pieces"> => {
  const uploads = { s3, bucket: told.uploads, now: table.now };
  return {
    records: openStore(records, table),
    batches: openStore(batches, table),
    consents: openStore(consents, table),
    methods: openStore(methods.store, table),
    intake: openIntake(table),
    catalogue: openCatalogue({ ...table, name: told.catalog }),
    authorityOf: (district) => wantedAuthority(told.institutions, district),
    badRows: openBadRows(table),
    addressFor: openAddress(uploads),
    sent: findSent(uploads),
    pieces: openPieces(uploads),
    today,
    now: table.now,
    newId,
    subjectOf,
  };
};
