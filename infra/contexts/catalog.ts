import { contract, READS } from "../../functions/catalog/contract.ts";
import { resources } from "../../functions/catalog/store/resources.ts";
import { context } from "../context.ts";

export const catalog = context({
  name: "catalog",
  contract,
  stores: [resources],
  reads: READS,
  settings: ({ stage: { catalogueReview, retirementGraceDays } }) => ({
    REVIEW_WORKING_DAYS: String(catalogueReview.workingDays),
    REVIEW_BASIS: catalogueReview.basis,
    RETIREMENT_GRACE_DAYS: String(retirementGraceDays),
  }),
  // Histories and search are queries of rows by their key.
  api: { uses: ["find", "list", "query", "save", "demand"], lists: ["byCompiler", "byForce", "byPlace"] },
  listener: {
    hears: [
      "catalog.resource-submitted.v1",
      "catalog.resource-published.v1",
      "catalog.resource-retired.v1",
      "reference.calendar-changed.v1",
    ],
    // A changed calendar moves what runs: it lists what is due.
    uses: ["find", "list", "save", "demand"],
    lists: ["byDueDay"],
  },
  flows: { "review-resource": { invokes: { InboxOpenTask: ["inbox", "openTask"] } } },
  // It marks what has run out, and reckons nothing anew; a review that has not begun it reads once more.
  sweep: { uses: ["find", "list", "save", "demand"], lists: ["byDueDay"], reads: [] },
});
