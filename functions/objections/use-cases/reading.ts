import { accept, refuse } from "../../kernel/outcome.ts";
import type { UseCases } from "../../platform/operation.ts";
import { listed } from "../../platform/page.ts";
import type { ordinary } from "../contract.ts";
import { missedBy } from "../in-time.ts";
import type { Objection } from "../objection.ts";
import { isItsKeepers, isObjectionToKeep, isObjectionToSee } from "../seeing.ts";
import type { Deps } from "./deps.ts";

type Reading =
  | "readObjection"
  | "readObjectionHistory"
  | "listMyObjections"
  | "listObjections"
  | "listJoinedObjections"
  | "listHolders"
  | "readObjectionFigures"
  | "listMissed";

const NOBODY = "nobody";

/** The clocks that this body has missed, as its page shows them: of the objector nothing. */
const missedOf = (objection: Objection, of: string) =>
  objection.clocks.flatMap((clock) => {
    const { name, cites, dueOn, missedOn } = clock;
    if (missedOn === undefined || missedBy(objection, clock) !== of) return [];
    const causes = objection.missedBecause.flatMap((it) => (it.clock === name ? [it.cause] : []));
    const done = objection.status === "decided" ? { doneOn: objection.decidedOn } : {};
    return [{ clock: name, cites, dueOn, missedOn, ...done, causes }];
  });

export const reading = (deps: Deps): Pick<UseCases<typeof ordinary>, Reading> => {
  const { objections } = deps;
  return {
    readObjection: async ({ id }, { by }) => {
      const found = await objections.find(id);
      if (!found.ok) return found;
      const seen = isObjectionToSee(found.value.now, by);
      return seen.ok ? found : seen;
    },

    readObjectionHistory: async ({ id, cursor }, { by }) => {
      const found = await objections.find(id);
      if (!found.ok) return found;
      const seen = isObjectionToSee(found.value.now, by);
      if (!seen.ok) return seen;
      const page = await objections.history(id, { cursor });
      if (!page.ok) return page;
      // The objector sees which body has done what, and not which of its clerks.
      const shown = isItsKeepers(found.value.now, by)
        ? [...page.value.items]
        : page.value.items.map(({ by: _clerk, ...rest }) => rest);
      return accept({ now: { ...page.value, items: shown } });
    },

    listMyObjections: async (page, { by }) => {
      const span = { hash: by.subject ?? NOBODY, backwards: true };
      return listed(await objections.list("byObjector", span, page));
    },

    listObjections: async ({ state = "open", ...page }, { by }) => {
      const found = by.roles.includes("big-data-center")
        ? await objections.list("byState", { hash: `objection#${state}` }, page)
        : await objections.list(
            "byDepartment",
            { hash: by.institution ?? NOBODY, from: `${state}#`, to: `${state}#~` },
            page,
          );
      return listed(found);
    },

    listJoinedObjections: async ({ id, ...page }, { by }) => {
      const found = await objections.find(id);
      if (!found.ok) return found;
      const kept = isObjectionToKeep(found.value.now, by);
      if (!kept.ok) return kept;
      const { record } = kept.value;
      if (record === undefined) return accept({ now: { items: [] } });
      const all = await objections.list("byRecord", { hash: record }, page);
      if (!all.ok) return all;
      const items = all.value.items.flatMap(({ now }) =>
        now.id === id ? [] : [{ id: now.id, status: now.status, receivedOn: now.receivedOn, clocks: now.clocks }],
      );
      return accept({ now: { ...all.value, items } });
    },

    listHolders: async ({ id, ...page }, { by }) => {
      const found = await objections.find(id);
      if (!found.ok) return found;
      const kept = isObjectionToKeep(found.value.now, by);
      if (!kept.ok) return kept;
      const { record } = kept.value;
      if (record === undefined) return accept({ now: { items: [] } });
      const [holding, read] = await Promise.all([deps.holdings(record), deps.accessesOf(record, page)]);
      if (!read.ok) return read;
      const own = page.cursor === undefined && holding !== undefined ? holding : undefined;
      const pool = own === undefined ? [] : [{ kind: "pool" as const, ...own.pool }];
      const databases = (own?.databases ?? []).map((it) => ({ kind: "database" as const, ...it }));
      // Latest first: of each institution the last reading says what it has.
      const readers = read.value.items
        .filter(({ consumer }, at, all) => all.findIndex((it) => it.consumer === consumer) === at)
        .map(({ consumer, at }) => {
          const current = holding !== undefined && at >= holding.pool.changedAt;
          return { kind: "reader" as const, institution: consumer, readAt: at, current };
        });
      return accept({ now: { ...read.value, items: [...pool, ...databases, ...readers] } });
    },

    readObjectionFigures: async ({ of }, { by }) => {
      const center = by.roles.includes("big-data-center");
      const own = center ? "center" : by.institution;
      if (own === undefined || (of !== undefined && of !== own && !center)) return refuse("record-unknown");
      return accept({ now: await deps.figures.read(of ?? own) });
    },

    listMissed: async ({ of, ...page }) => {
      const index = of === "center" ? "byMissedByCenter" : "byMissedByDepartment";
      const found = await objections.list(index, { hash: `missed#${of}`, backwards: true }, page);
      if (!found.ok) return found;
      return accept({ now: { ...found.value, items: found.value.items.flatMap(({ now }) => missedOf(now, of)) } });
    },
  };
};
