import * as z from "zod";
import { nextDue } from "../../kernel/clock.ts";
import { accept } from "../../kernel/outcome.ts";
import type { UseCases } from "../../platform/operation.ts";
import type { Principal } from "../../platform/principal.ts";
import type { Happened } from "../../platform/store/open.ts";
import type * as contract from "../contract/reading.ts";
import { CENTER_EVENTS, PUBLIC_EVENTS } from "../events.ts";
import { feedOf } from "../feed.ts";
import { inForceOf, latest, type Resource } from "../resource/resource.ts";
import { isItsToSee } from "../resource/review.ts";
import type { Deps } from "./deps.ts";

const Compiled = z.object({ compiledBy: z.string() });

/** Part of a history that this caller may see; by whom it was done, only where they see it all. */
const partFor = (
  { institution, roles }: Principal,
  { type, version, at, by, data }: Happened,
): (Omit<Happened, "by"> & { by?: string })[] => {
  const its = Compiled.parse(data).compiledBy === institution;
  if (its || (roles.includes("big-data-center") && CENTER_EVENTS.has(type))) return [{ type, version, at, by, data }];
  return PUBLIC_EVENTS.has(type) ? [{ type, version, at, data }] : [];
};

const lineOf = (resource: Resource) => {
  const { id, code, status, clocks } = resource;
  const dueOn = nextDue(clocks);
  const { edition, content } = latest(resource);
  const line = { id, code, name: content.name, status, edition, inForce: inForceOf(resource) !== undefined };
  return dueOn === undefined ? line : { ...line, dueOn };
};

export const reading = (deps: Deps): UseCases<typeof contract> => ({
  readResource: async ({ id }, { by }) => {
    const found = await deps.resources.find(id);
    if (!found.ok) return found;
    const seen = isItsToSee(found.value.now, by);
    return seen.ok ? accept({ now: seen.value, version: found.value.version }) : seen;
  },

  readResourceHistory: async ({ id, cursor }, { by }) => {
    const page = await deps.resources.history(id, { cursor });
    if (!page.ok) return page;
    const items = page.value.items.flatMap((happened) => partFor(by, happened));
    if (items.length === 0) {
      // Nothing of it for them. That it goes on would tell that it is there: only who sees the record may know.
      const found = await deps.resources.find(id);
      const seen = found.ok ? isItsToSee(found.value.now, by) : found;
      if (!seen.ok) return seen;
    }
    return accept({ now: { ...page.value, items } });
  },

  listMyResources: async ({ status, ...page }, { by }) => {
    const span = status === undefined ? {} : { from: `${status}#`, to: `${status}#~` };
    const found = await deps.resources.list("byCompiler", { hash: by.institution ?? "nobody", ...span }, page);
    return found.ok
      ? accept({ now: { ...found.value, items: found.value.items.map(({ now }) => lineOf(now)) } })
      : found;
  },

  searchCatalogue: async ({ text, cursor, limit, ...facets }) => {
    const found = await deps.search({ text, facets }, { cursor, limit });
    return found.ok ? accept({ now: { ...found.value, items: [...found.value.items] } }) : found;
  },

  readFeed: async (page) => {
    const found = await deps.resources.list("byForce", { hash: "in-force" }, page);
    if (!found.ok) return found;
    const { items, next } = found.value;
    return accept({
      now: feedOf(
        items.map(({ now }) => now),
        next,
      ),
    });
  },
});
