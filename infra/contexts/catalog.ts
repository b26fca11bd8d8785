import { contract } from "../../functions/catalog/contract.ts";
import { HEARS } from "../../functions/catalog/events.ts";
import type { Settings } from "../../functions/catalog/settings.ts";
import { resources } from "../../functions/catalog/store/resources.ts";
import { context, type SettingsOf } from "../context.ts";

export const catalog = context({
  name: "catalog",
  contract,
  stores: [resources],
  reads: ["reference"],
  settings: ({ stage: { catalogueReview, retirementGraceDays } }): SettingsOf<typeof Settings> => ({
    REVIEW: JSON.stringify(catalogueReview),
    RETIREMENT_GRACE_DAYS: String(retirementGraceDays),
  }),
  // Histories and search are queries of rows by their key.
  api: { uses: ["find", "list", "query", "save", "release", "demand"], lists: ["byCompiler", "byForce", "byPlace"] },
  // A changed calendar moves what runs: it lists what is due.
  // What retires leaves the postings of search.
  listener: { hears: HEARS, uses: ["find", "list", "save", "release", "demand"], lists: ["byDueDay"] },
  // It marks what has run out, and reckons nothing anew; a review that has not begun it reads once more.
  sweep: { uses: ["find", "list", "save", "release", "demand"], lists: ["byDueDay"], reads: [] },
});
