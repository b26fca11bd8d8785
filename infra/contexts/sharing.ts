import { contract } from "../../functions/sharing/contract.ts";
import { HEARS } from "../../functions/sharing/events/heard.ts";
import { stores } from "../../functions/sharing/store.ts";
import { context } from "../context.ts";

/** A25: the exchange sub-platform of an instance, the city's or a district's; each has its own. */
export const sharing = context({
  name: "sharing",
  contract,
  stores,
  reads: ["reference", "catalog"],
  settings: ({ stage: { sharingReview, copyConsent, grantDaysAtMost } }) => ({
    REVIEW_WORKING_DAYS: String(sharingReview.workingDays),
    REVIEW_BASIS: sharingReview.basis,
    CONSENT_WORKING_DAYS: String(copyConsent.workingDays),
    CONSENT_BASIS: copyConsent.basis,
    CONSENT_AT: copyConsent.at,
    GRANT_DAYS_AT_MOST: String(grantDaysAtMost),
  }),
  api: {
    // Use is a query of a grant's rows by their key.
    uses: ["find", "list", "query", "save"],
    lists: ["byConsumer", "byProvider", "byResponsible", "byState"],
    reads: ["reference"],
    // What a wish rests on, and a request with its grant, by one read.
    grants: ({ tableArn }) => [{ actions: ["dynamodb:BatchGetItem"], resources: [tableArn("sharing")] }],
  },
  listener: {
    hears: HEARS,
    uses: ["find", "list", "save"],
    lists: ["byResource", "byDueDay"],
    // A request with its grant, by one read.
    grants: ({ tableArn }) => [{ actions: ["dynamodb:BatchGetItem"], resources: [tableArn("sharing")] }],
  },
  // It marks what has run out, and reckons nothing anew; a request whose flow has not begun it reads once more.
  sweep: { uses: ["find", "list", "save"], lists: ["byDueDay", "byLastDay"], reads: [] },
});
