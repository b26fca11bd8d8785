import { contract } from "../../functions/collection/contract.ts";
import { HEARS } from "../../functions/collection/events/heard.ts";
import { stores } from "../../functions/collection/store.ts";
import { context, type Wiring } from "../context.ts";
import { governing } from "../governing.ts";
import { subjects } from "../subjects.ts";

/** Records, consents and ways of collecting are read together, by one call. */
const readTogether = ({ tableArn }: Wiring) => ({
  actions: ["dynamodb:BatchGetItem"],
  resources: [tableArn("collection")],
});

/** Files as they were sent, by their batch. */
const inUploads = (wiring: Wiring, ...actions: readonly string[]) => ({
  actions,
  resources: [`${wiring.bucketArn("uploads")}/*`],
});

/** A step reads for so long, and is given half as much again before the function is ended. */
const STEP_SECONDS = 600;
// A file that is stopped or taken back may come again: its step gives the claim on it up.
const step = { uses: ["find", "save", "release"] as const, timeoutSeconds: 900, memory: 1024 };

export const collection = context({
  name: "collection",
  contract,
  stores,
  reads: ["catalog", "institutions", "reference"],
  settings: (wiring) => ({
    UPLOADS_BUCKET: wiring.bucket("uploads"),
    UPLOADS_ADDRESS: wiring.bucketAddress("uploads"),
    ...subjects.settings(wiring),
    ...governing.settings(wiring),
  }),
  api: {
    // The report of a file is a query of its rows.
    uses: ["find", "list", "query", "save", "release"],
    lists: ["byChange", "bySource", "byRegister", "byGroup", ...governing.api.lists],
    reads: ["catalog", "reference"],
    grants: (wiring) => [
      ...governing.api.grants(wiring),
      readTogether(wiring),
      // Which body is a district's authority, by the same call.
      { actions: ["dynamodb:BatchGetItem"], resources: [wiring.tableArn("institutions")] },
    ],
  },
  powers: {
    receive: {
      uses: ["find", "save"],
      reads: ["catalog"],
      grants: (wiring) => [
        ...subjects.grants(wiring),
        readTogether(wiring),
        // An address to upload to is signed by this role; what was sent is measured.
        inUploads(wiring, "s3:PutObject", "s3:GetObject"),
        // Without it a file that is not there looks like one that may not be seen.
        { actions: ["s3:ListBucket"], resources: [wiring.bucketArn("uploads")] },
      ],
    },
  },
  listener: {
    hears: HEARS,
    uses: ["find", "list", "save"],
    lists: governing.listener.lists,
    reads: ["catalog", "reference"],
    settings: ({ table }) => ({ OBJECTIONS_TABLE: table("objections") }),
    grants: (wiring) => [
      ...governing.listener.grants(wiring),
      // What an objection corrects is read from the objection: no event says it.
      { actions: ["dynamodb:GetItem"], resources: [wiring.tableArn("objections")] },
    ],
  },
  tasks: {
    takeIn: {
      ...step,
      reads: ["catalog"],
      settings: () => ({ STEP_SECONDS: String(STEP_SECONDS) }),
      grants: (wiring) => [
        ...subjects.grants(wiring),
        readTogether(wiring),
        inUploads(wiring, "s3:GetObject"),
        { actions: ["s3:ListBucket"], resources: [wiring.bucketArn("uploads")] },
      ],
    },
    takeBack: {
      ...step,
      // It walks the history of the file.
      uses: ["find", "query", "save", "release"],
      reads: [],
      settings: () => ({ STEP_SECONDS: String(STEP_SECONDS) }),
      grants: (wiring) => [readTogether(wiring)],
    },
    rebuild: {
      ...step,
      uses: ["find", "list", "save"],
      lists: governing.rebuild.lists,
      reads: [],
      settings: () => ({ STEP_SECONDS: String(STEP_SECONDS) }),
      grants: (wiring) => [readTogether(wiring)],
    },
  },
  sweep: governing.sweep,
});
