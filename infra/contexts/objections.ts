import { contract } from "../../functions/objections/contract.ts";
import { HEARS } from "../../functions/objections/events/heard.ts";
import { stores } from "../../functions/objections/store.ts";
import { context, type Wiring } from "../context.ts";
import { subjects } from "../subjects.ts";
import { telling } from "./notices.ts";

/** Whose record it is, and who plays the Center's part, by one read. */
const whose = ({ tableArn }: Wiring) => ({
  actions: ["dynamodb:BatchGetItem"],
  resources: [tableArn("collection"), tableArn("institutions")],
});

/** A48: objections of data subjects, and the clocks of whoever has to decide them. */
export const objections = context({
  name: "objections",
  contract,
  stores,
  reads: ["reference", "catalog"],
  settings: (wiring) => ({
    ...telling.settings(wiring),
    COLLECTION_TABLE: wiring.table("collection"),
    INSTITUTIONS_TABLE: wiring.table("institutions"),
    EVIDENCE_TABLE: wiring.table("evidence"),
  }),
  api: {
    uses: ["find", "list", "query", "save"],
    lists: ["byObjector", "byState", "byDepartment", "byRecord", "byMissedByCenter", "byMissedByDepartment"],
    grants: (wiring) => [
      ...telling.grants(wiring),
      whose(wiring),
      // Who holds the record: the databases that it feeds, and the institutions that have read it.
      { actions: ["dynamodb:Query"], resources: [`${wiring.tableArn("collection")}/index/byKind`] },
      { actions: ["dynamodb:Query"], resources: [wiring.tableArn("evidence")] },
    ],
  },
  powers: {
    receive: {
      uses: ["find", "save"],
      settings: (wiring) => ({
        UPLOADS_BUCKET: wiring.bucket("uploads"),
        UPLOADS_ADDRESS: wiring.bucketAddress("uploads"),
        ...subjects.settings(wiring),
      }),
      grants: (wiring) => [
        ...telling.grants(wiring),
        whose(wiring),
        // Whoever stands at a window is named under the pepper.
        ...subjects.grants(wiring),
        // An address to upload to is signed by this role; what was sent is measured.
        { actions: ["s3:PutObject", "s3:GetObject"], resources: [`${wiring.bucketArn("uploads")}/objections/*`] },
        // Without it a file that is not there looks like one that may not be seen.
        { actions: ["s3:ListBucket"], resources: [wiring.bucketArn("uploads")] },
      ],
    },
  },
  listener: {
    hears: HEARS,
    uses: ["find", "list", "save"],
    lists: ["byDueDay"],
    reads: ["reference"],
    // What it changes nobody is told of. Figures are added to and never replaced.
    grants: ({ tableArn }) => [
      { actions: ["dynamodb:UpdateItem"], resources: [tableArn("objections")], leadingKeys: ["~figures#*"] },
    ],
  },
  // It marks what has run out, tells the objector, and begins rounds that are lost.
  sweep: { uses: ["find", "list", "save"], lists: ["byDueDay"], reads: [], grants: telling.grants },
});
