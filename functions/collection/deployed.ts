import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import type * as z from "zod";
import { openCatalogue } from "../catalog/index.ts";
import { wantedAuthority } from "../institutions/index.ts";
import { dynamoClient, recorded } from "../platform/aws.ts";
import { newId } from "../platform/id.ts";
import { openStore, type Table } from "../platform/store/open.ts";
import { openSubjects } from "../platform/subject.ts";
import { now, today } from "../platform/time.ts";
import { methods } from "./method.ts";
import type { Settings } from "./settings.ts";
import { openBadRows } from "./store/bad-rows.ts";
import { openPieces } from "./store/file/open.ts";
import { openIntake } from "./store/intake.ts";
import { findSent, openAddress } from "./store/uploads.ts";
import { batches, consents, records } from "./store.ts";
import type { Deps, IntakeDeps } from "./use-cases/deps.ts";

type Told = z.output<typeof Settings>;
type Subjects = Pick<Deps, "subjectOf">;

/** What the use cases need, over these tables and this bucket. */
export const depsOver = (
  table: Table,
  told: Pick<Told, "CATALOG_TABLE" | "INSTITUTIONS_TABLE" | "UPLOADS_BUCKET">,
  { subjectOf }: Subjects,
  s3: S3Client,
): Deps & Pick<IntakeDeps, "pieces"> => {
  const uploads = { s3, bucket: told.UPLOADS_BUCKET, now: table.now };
  return {
    records: openStore(records, table),
    batches: openStore(batches, table),
    consents: openStore(consents, table),
    methods: openStore(methods.store, table),
    intake: openIntake(table),
    catalogue: openCatalogue({ ...table, name: told.CATALOG_TABLE }),
    authorityOf: (district) => wantedAuthority(told.INSTITUTIONS_TABLE, district),
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

/** What the context needs of AWS, for its doors. */
export const deployed = (settings: Told) => {
  const table: Table = { dynamo: dynamoClient(), name: settings.TABLE, now };
  const subjectOf = openSubjects(recorded(new KMSClient({})), settings.SUBJECTS_KEY);
  return { table, ...depsOver(table, settings, { subjectOf }, recorded(new S3Client({}))) };
};
