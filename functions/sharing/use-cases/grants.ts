import { accept } from "../../kernel/outcome.ts";
import type { Call, UseCases } from "../../platform/operation.ts";
import { listed } from "../../platform/page.ts";
import type { ordinary } from "../contract.ts";
import { of } from "../events/granting.ts";
import type { Grant } from "../grant.ts";
import { giveBackBy, resumeBy, revokeBy, suspendBy } from "../granting.ts";
import { isGrantToSee } from "../seeing.ts";
import type { Deps } from "./deps.ts";
import { historyOf } from "./history.ts";

type Granting =
  | "suspendGrant"
  | "resumeGrant"
  | "revokeGrant"
  | "giveBackGrant"
  | "readGrant"
  | "readGrantHistory"
  | "listGrants"
  | "readGrantUse";

/** The article for which a grant does not hold; it always has one by then. */
const citedBy = (grant: Grant) => (grant.status === "active" ? "A26" : grant.because.cites);

export const granting = (deps: Deps): Pick<UseCases<typeof ordinary>, Granting> => {
  const { grants } = deps.stores;
  const visible = (id: string, call: Call) => grants.findUnchanged(id, call, (grant) => isGrantToSee(grant, call.by));

  return {
    suspendGrant: async ({ id, ...why }, call) => {
      const found = await visible(id, call);
      if (!found.ok) return found;
      const suspended = suspendBy(found.value.now, why, call.by, deps.today());
      if (!suspended.ok) return suspended;
      const { value } = suspended;
      const event = { type: "sharing.grant-suspended.v1", ...of(value), cites: citedBy(value) } as const;
      return grants.save(value, found.value, event, call);
    },

    resumeGrant: async ({ id }, call) => {
      const found = await visible(id, call);
      if (!found.ok) return found;
      const resumed = resumeBy(found.value.now, call.by);
      if (!resumed.ok) return resumed;
      return grants.save(resumed.value, found.value, { type: "sharing.grant-resumed.v1", ...of(resumed.value) }, call);
    },

    revokeGrant: async ({ id, ...why }, call) => {
      const found = await visible(id, call);
      if (!found.ok) return found;
      const revoked = revokeBy(found.value.now, why, call.by, deps.today());
      if (!revoked.ok) return revoked;
      const { value } = revoked;
      const event = { type: "sharing.grant-revoked.v1", ...of(value), cites: citedBy(value) } as const;
      return grants.save(value, found.value, event, call);
    },

    giveBackGrant: async ({ id, reason }, call) => {
      const found = await visible(id, call);
      if (!found.ok) return found;
      const given = giveBackBy(found.value.now, reason, call.by, deps.today());
      if (!given.ok) return given;
      const { value } = given;
      const event = { type: "sharing.grant-revoked.v1", ...of(value), cites: citedBy(value) } as const;
      return grants.save(value, found.value, event, call);
    },

    readGrant: async ({ id }, { by }) => {
      const found = await grants.find(id);
      if (!found.ok) return found;
      const seen = isGrantToSee(found.value.now, by);
      return seen.ok ? accept({ now: seen.value, version: found.value.version }) : seen;
    },

    readGrantHistory: ({ id, cursor }, { by }) =>
      historyOf(grants, { id, cursor }, by, (grant) => isGrantToSee(grant, by)),

    listGrants: async ({ as = "consumer", status, ...page }, { by }) => {
      const span = status === undefined ? {} : { from: `${status}#`, to: `${status}#~` };
      const index = as === "consumer" ? "byConsumer" : "byProvider";
      return listed(await grants.list(index, { hash: `grant#${by.institution ?? "nobody"}`, ...span }, page));
    },

    readGrantUse: async ({ id, from, to }, { by }) => {
      const [found, days] = await Promise.all([grants.find(id), deps.usage(id, from, to)]);
      if (!found.ok) return found;
      const seen = isGrantToSee(found.value.now, by);
      return seen.ok ? accept({ now: { grant: id, quotaPerDay: seen.value.quotaPerDay, days } }) : seen;
    },
  };
};
