import { accept, type Outcome, refuse } from "../../kernel/outcome.ts";
import type { Answer, Call, UseCases } from "../../platform/operation.ts";
import type { CommitRefusal } from "../../platform/store/commit.ts";
import type { Found } from "../../platform/store/open.ts";
import type { Batch } from "../batch/batch.ts";
import {
  announce,
  convergesByItsWay,
  giveBack,
  handOn,
  isItsAuthoritysToHandOn,
  isItsOwn,
  isItsToSee,
  submit,
  withdraw,
} from "../batch/life.ts";
import type { contract } from "../contract.ts";
import type { BatchEvent } from "../events.ts";
import { entryFor, institutionOf, mayCollect, poolTerms } from "./collecting.ts";
import type { Deps } from "./deps.ts";

type OfBatches =
  | "announceBatch"
  | "readUpload"
  | "submitBatch"
  | "handOnBatch"
  | "giveBatchBack"
  | "withdrawBatch"
  | "readBatch"
  | "listMyBatches"
  | "listBadRows";

const aboutOf = ({ resource, from }: Batch) => ({ resource, from, round: 1 });

export const ofBatches = (deps: Deps): Pick<UseCases<typeof contract>, OfBatches> => {
  const { batches, today } = deps;

  /** The file as it stands, if this caller sees it at all and has seen its latest version. */
  const visible = (id: string, call: Call) => batches.findUnchanged(id, call, (batch) => isItsToSee(batch, call.by));

  const own = async (id: string, call: Call) => {
    const found = await visible(id, call);
    if (!found.ok) return found;
    const its = isItsOwn(found.value.now, call.by);
    return its.ok ? found : its;
  };

  const toHandOn = async (id: string, call: Call) => {
    const found = await visible(id, call);
    if (!found.ok) return found;
    const its = isItsAuthoritysToHandOn(found.value.now, call.by);
    return its.ok ? accept({ found: found.value, authority: its.value }) : its;
  };

  /** Saves a file that holds its claim already: that it is lost means that the file is no longer what was read. */
  const save = async (
    after: Batch,
    before: Found<Batch>,
    event: BatchEvent,
    call: Call,
  ): Promise<Outcome<Answer<Batch>, CommitRefusal>> => {
    const saved = await batches.save(after, before, event, call);
    if (saved.ok) return saved;
    const { code, facts } = saved.refusal;
    return code === "file-sent-already" ? refuse("record-changed-meanwhile") : refuse(code, facts);
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

    readUpload: async ({ id }, { by }) => {
      const found = await batches.find(id);
      if (!found.ok) return found;
      const { now } = found.value;
      const seen = isItsToSee(now, by);
      if (!seen.ok) return seen;
      const its = isItsOwn(now, by);
      if (!its.ok) return its;
      if (now.status !== "awaiting-upload") {
        return refuse("batch-status-otherwise", { status: now.status, needs: ["awaiting-upload"] });
      }
      return accept({ now: await deps.addressFor(now) });
    },

    submitBatch: async ({ id }, call) => {
      const found = await own(id, call);
      if (!found.ok) return found;
      const submitted = submit(found.value.now, await deps.sent(found.value.now), today());
      if (!submitted.ok) return submitted;
      const { route } = submitted.value;
      const waits = route.by === "by-district" ? { waitsFor: route.authority } : {};
      const event: BatchEvent = { type: "collection.batch-submitted.v1", ...aboutOf(submitted.value), ...waits };
      return save(submitted.value, found.value, event, call);
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
      const found = await batches.list("bySource", { hash: by.institution ?? "nobody", ...span }, page);
      return found.ok ? accept({ now: { ...found.value, items: found.value.items.map(({ now }) => now) } }) : found;
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
