import { accept, refuse } from "../../kernel/outcome.ts";
import type { Call, UseCases } from "../../platform/operation.ts";
import { listed } from "../../platform/page.ts";
import {
  announce,
  convergesByItsWay,
  giveBack,
  handOn,
  isItsAuthoritysToHandOn,
  isItsToSee,
  withdraw,
} from "../batch/life.ts";
import type { ordinary } from "../contract.ts";
import type { BatchEvent } from "../events.ts";
import { entryFor, institutionOf, mayCollect, poolTerms } from "./collecting.ts";
import type { Deps } from "./deps.ts";
import { aboutOf, openFiles } from "./files.ts";

type OfBatches =
  | "announceBatch"
  | "handOnBatch"
  | "giveBatchBack"
  | "withdrawBatch"
  | "readBatch"
  | "listMyBatches"
  | "listBadRows";

export const ofBatches = (deps: Deps): Pick<UseCases<typeof ordinary>, OfBatches> => {
  const { batches, today } = deps;
  const { visible, own, save } = openFiles(batches);

  const toHandOn = async (id: string, call: Call) => {
    const found = await visible(id, call);
    if (!found.ok) return found;
    const its = isItsAuthoritysToHandOn(found.value.now, call.by);
    return its.ok ? accept({ found: found.value, authority: its.value }) : its;
  };

  return {
    announceBatch: async (announcing, call) => {
      const institution = institutionOf(call.by);
      if (!institution.ok) return refuse("not-a-registered-collector");
      const from = institution.value;
      const { resource, method } = announcing;
      const terms = await poolTerms(deps, resource);
      if (!terms.ok) return terms;
      const { district } = call.by;
      const authority = district === undefined ? undefined : deps.authorityOf(district);
      const known = await deps.intake.known([], { method: entryFor(terms.value, from, method), authority });
      const may = mayCollect(terms.value, from, method, known.method(), today());
      if (!may.ok) return may;
      const route = convergesByItsWay(call.by, known.authority());
      if (!route.ok) return route;
      const about = { id: deps.newId(), from, route: route.value, today: today() };
      const announced = announce(announcing, terms.value, about);
      const event = { type: "collection.batch-announced.v1", resource, from, round: 1 } as const;
      return batches.save(announced, undefined, event, call);
    },

    handOnBatch: async ({ id }, call) => {
      const its = await toHandOn(id, call);
      if (!its.ok) return its;
      const { found, authority } = its.value;
      const handed = handOn(found.now, authority, today());
      if (!handed.ok) return handed;
      const event: BatchEvent = { type: "collection.batch-handed-on.v1", ...aboutOf(handed.value), by: authority };
      return save(handed.value, found, event, call);
    },

    giveBatchBack: async ({ id, because }, call) => {
      const its = await toHandOn(id, call);
      if (!its.ok) return its;
      const { found, authority } = its.value;
      const given = giveBack(found.now, because, today());
      if (!given.ok) return given;
      const event: BatchEvent = { type: "collection.batch-given-back.v1", ...aboutOf(given.value), by: authority };
      return save(given.value, found, event, call);
    },

    withdrawBatch: async ({ id, because }, call) => {
      const found = await own(id, call);
      if (!found.ok) return found;
      const after = withdraw(found.value.now, because, today());
      if (!after.ok) return after;
      const isOver = after.value.status === "withdrawn";
      const type = isOver ? "collection.batch-withdrawn.v1" : "collection.batch-withdrawal-begun.v1";
      return save(after.value, found.value, { type, ...aboutOf(after.value) }, call);
    },

    readBatch: async ({ id }, { by }) => {
      const found = await batches.find(id);
      if (!found.ok) return found;
      const its = isItsToSee(found.value.now, by);
      return its.ok ? accept(found.value) : its;
    },

    listMyBatches: async ({ resource, ...page }, { by }) => {
      const span = resource === undefined ? {} : { from: `${resource}#`, to: `${resource}#~` };
      return listed(await batches.list("bySource", { hash: by.institution ?? "nobody", ...span }, page));
    },

    listBadRows: async ({ id, ...page }, { by }) => {
      const found = await batches.find(id);
      if (!found.ok) return found;
      const its = isItsToSee(found.value.now, by);
      if (!its.ok) return its;
      const listed = await deps.badRows(id, page);
      return listed.ok ? accept({ now: { ...listed.value, items: [...listed.value.items] } }) : listed;
    },
  };
};
