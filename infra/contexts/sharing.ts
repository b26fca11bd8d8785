import { contract } from "../../functions/sharing/contract.ts";
import { HEARS } from "../../functions/sharing/events/heard.ts";
import type { Settings } from "../../functions/sharing/settings.ts";
import { stores } from "../../functions/sharing/store.ts";
import { context, type SettingsOf } from "../context.ts";
import { subjects } from "../subjects.ts";
import { ledger } from "./evidence.ts";

/** A25: the exchange sub-platform of an instance, the city's or a district's; each has its own. */
export const sharing = context({
  name: "sharing",
  contract,
  stores,
  reads: ["reference", "catalog"],
  settings: ({
    table,
    stage: { sharingReview, copyConsent, grantDaysAtMost, exchange },
  }): SettingsOf<typeof Settings> => ({
    COLLECTION_TABLE: table("collection"),
    REVIEW: JSON.stringify(sharingReview),
    CONSENT: JSON.stringify(copyConsent),
    GRANT_DAYS_AT_MOST: String(grantDaysAtMost),
    NEED: JSON.stringify(exchange.need),
    CONNECTED_HOSTS: exchange.connectedHosts.join(","),
  }),
  api: {
    // Use is a query of a grant's rows by their key.
    uses: ["find", "list", "query", "save"],
    lists: ["byConsumer", "byProvider", "byResponsible", "byState"],
    reads: ["reference"],
    grants: ({ tableArn }) => [
      // What a wish rests on, a request with its grant, the chain of an exchange: by one read.
      { actions: ["dynamodb:BatchGetItem"], resources: [tableArn("sharing")] },
      // Which records have changed, for whoever holds a grant.
      { actions: ["dynamodb:Query"], resources: [`${tableArn("collection")}/index/byChange`] },
    ],
  },
  powers: {
    exchange: {
      uses: [],
      reads: [],
      settings: (wiring) => ({ ...ledger.settings(wiring), ...subjects.settings(wiring) }),
      grants: (wiring) => [
        // The chain of leave and the records, by one read.
        {
          actions: ["dynamodb:BatchGetItem"],
          resources: [wiring.tableArn("sharing"), wiring.tableArn("collection")],
        },
        // A26p2: it counts what is used of a grant and announces overuse; no grant, offer or request is in its reach.
        {
          actions: ["dynamodb:UpdateItem"],
          resources: [wiring.tableArn("sharing")],
          leadingKeys: ["use#*", "overuse#*"],
        },
        ...ledger.grants(wiring),
        // Records, and the persons whose record a provider's own endpoint has given away, are named under the pepper.
        ...subjects.grants(wiring),
      ],
      memory: 1024,
    },
  },
  listener: {
    hears: HEARS,
    uses: ["find", "list", "save"],
    lists: ["byResource", "byDueDay"],
    // A request with its grant, by one read.
    grants: ({ tableArn }) => [{ actions: ["dynamodb:BatchGetItem"], resources: [tableArn("sharing")] }],
  },
  // It marks what has run out, and reckons nothing anew; a request whose flow has not begun it reads once more.
  sweep: { uses: ["find", "list", "save"], lists: ["byDueDay"], reads: [] },
});
