import { accept, type Outcome, refuse } from "../../kernel/outcome.ts";
import type { UseCases } from "../../platform/operation.ts";
import { listed, type Page } from "../../platform/page.ts";
import type * as governing from "../contract/governing.ts";
import { answersForIt, close, isTheirsToKnow, raise } from "../quality/fault.ts";
import { figuresOf, isTheirsToMeasure, type Tally } from "../quality/figures.ts";
import { resourceOf } from "../record/id.ts";
import { bodyOf, type Governing } from "./governing.ts";

type OfQuality =
  | "readFigures"
  | "listFigures"
  | "listNotPooled"
  | "raiseFault"
  | "closeFault"
  | "readFault"
  | "listMyFaults"
  | "listPoolFaults";

export const ofQuality = (deps: Governing): Pick<UseCases<typeof governing>, OfQuality> => {
  const measured = (read: Outcome<Page<Tally>, "cursor-invalid">) =>
    read.ok
      ? accept({ now: { ...read.value, items: read.value.items.map((tally) => figuresOf(tally, deps.today())) } })
      : read;

  return {
    readFigures: async ({ resource }, { by }) => {
      const tally = await deps.tallies.find(resource);
      if (!tally.ok) return tally;
      const may = isTheirsToMeasure(tally.value, by);
      return may.ok ? accept({ now: figuresOf(tally.value, deps.today()) }) : may;
    },

    listFigures: async (page) => measured(await deps.tallies.list("byTally", page)),

    listNotPooled: async (page) => measured(await deps.tallies.list("byNotPooled", page)),

    raiseFault: async (raising, call) => {
      const { resource, record } = raising;
      if (record !== undefined && resourceOf(record) !== resource) return refuse("record-unknown", { id: record });
      const binding = await deps.catalogue(resource);
      if (!binding.ok) return refuse("resource-not-in-force", { field: "/resource", resource }, ["A24"]);
      const { compiledBy, content } = binding.value;
      const named = record === undefined ? undefined : await deps.records.find(record);
      if (named !== undefined && !named.ok) return named;
      const about = { compiledBy, provider: content.provider.code, record: named?.value.now };
      const responsible = answersForIt(raising, about);
      if (!responsible.ok) return responsible;
      const fault = raise(raising, {
        id: deps.newId(),
        responsible: responsible.value,
        today: deps.today(),
        calendar: await deps.calendar(),
        allowed: deps.allowed.mending,
      });
      const dueOn = fault.clocks[0]?.dueOn ?? fault.raisedOn;
      const event = { type: "collection.fault-raised.v1", resource, responsible: fault.responsible, dueOn } as const;
      return deps.faults.save(fault, undefined, event, call);
    },

    closeFault: async ({ id, done }, call) => {
      const found = await deps.faults.findUnchanged(id, call, (fault) => isTheirsToKnow(fault, call.by));
      if (!found.ok) return found;
      const closed = close(found.value.now, done, call.by, deps.today());
      if (!closed.ok) return closed;
      const { resource, responsible } = closed.value;
      return deps.faults.save(
        closed.value,
        found.value,
        { type: "collection.fault-closed.v1", resource, responsible },
        call,
      );
    },

    readFault: async ({ id }, { by }) => {
      const found = await deps.faults.find(id);
      if (!found.ok) return found;
      const may = isTheirsToKnow(found.value.now, by);
      return may.ok ? found : may;
    },

    listMyFaults: async ({ status, ...page }, { by }) => {
      const body = bodyOf(by);
      if (!body.ok) return accept({ now: { items: [] } });
      const span = status === undefined ? {} : { from: `${status}#`, to: `${status}#~` };
      return listed(await deps.faults.list("byResponsible", { hash: `fault#${body.value}`, ...span }, page));
    },

    listPoolFaults: async ({ resource, ...page }) =>
      listed(await deps.faults.list("byFaulty", { hash: resource }, page)),
  };
};
