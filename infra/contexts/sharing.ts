import { contract, READS } from "../../functions/sharing/contract.ts";
import { stores } from "../../functions/sharing/store.ts";
import { context } from "../context.ts";

/** A25: the exchange sub-platform of an instance, the city's or a district's; each has its own. */
export const sharing = context({
  name: "sharing",
  contract,
  stores,
  reads: READS,
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
    hears: [
      "catalog.resource-published.v1",
      "catalog.retirement-announced.v1",
      "catalog.resource-retired.v1",
      "sharing.offer-changed.v1",
      "sharing.request-filed.v1",
      "sharing.data-copy-consented.v1",
      "sharing.grant-given.v1",
      "sharing.grant-revoked.v1",
      "sharing.grant-expired.v1",
      "reference.calendar-changed.v1",
    ],
    uses: ["find", "list", "save"],
    lists: ["byResource", "byDueDay"],
    settings: ({ machineArn }) => ({
      CONSENT_FLOW_ARN: machineArn("sharing", "consent-data-copy"),
      REVIEW_FLOW_ARN: machineArn("sharing", "review-request"),
    }),
    grants: ({ machineArn }) => [
      {
        actions: ["states:StartExecution"],
        resources: [machineArn("sharing", "consent-data-copy"), machineArn("sharing", "review-request")],
      },
    ],
  },
  flows: {
    "consent-data-copy": { invokes: { InboxOpenTask: ["inbox", "openTask"] } },
    "review-request": { invokes: { InboxOpenTask: ["inbox", "openTask"] } },
  },
  // It marks what has run out, and reckons nothing anew.
  sweep: { uses: ["list", "save"], lists: ["byDueDay", "byLastDay"], reads: [] },
});
