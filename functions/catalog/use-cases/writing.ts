import { partsOfResourceCode, type ResourceCode, resourceCode } from "../../kernel/resource-code.ts";
import type { Call, UseCases } from "../../platform/operation.ts";
import { saveLosing } from "../../platform/store/losing.ts";
import type * as contract from "../contract/writing.ts";
import type { CatalogEvent } from "../events.ts";
import { placementOf } from "../resource/content.ts";
import { isItsToSee } from "../resource/review.ts";
import { draft, edit, reviewSecrecy, revise } from "../resource/writing.ts";
import { placeOf } from "../store/resources.ts";
import type { Deps } from "./deps.ts";
import { about } from "./save.ts";

/** The resource as it stands, if this caller sees it at all and has seen its latest version. */
export const visible = ({ resources }: Pick<Deps, "resources">, id: string, call: Call) =>
  resources.findUnchanged(id, call, (resource) => isItsToSee(resource, call.by));

/** How many codes are tried when others draft in the same place at the same moment. */
const TRIES = 5;

export const writing = (deps: Deps): UseCases<typeof contract> => ({
  draftResource: async ({ code, content }, call) => {
    const { resources, newId } = deps;
    const saved = async (its: ResourceCode) => {
      const drafted = draft({ id: newId(), code: its }, content, call.by);
      if (!drafted.ok) return drafted;
      const event: CatalogEvent = { type: "catalog.resource-drafted.v1", ...about(drafted.value) };
      return saveLosing(resources, "resource-code-taken")(drafted.value, undefined, event, call);
    };
    if (code !== undefined) return saved(code);
    const place = placementOf(content.classification);
    const hash = `place#${placeOf({ code: resourceCode(place, 1) })}`;
    const page = await resources.list("byPlace", { hash, backwards: true }, { limit: 1 });
    const [last] = page.ok ? page.value.items : [];
    const first = last === undefined ? 1 : partsOfResourceCode(last.now.code).sequence + 1;
    for (let sequence = first; ; sequence++) {
      const outcome = await saved(resourceCode(place, sequence));
      const taken = !outcome.ok && outcome.refusal.code === "resource-code-taken";
      if (!taken || sequence === first + TRIES) return outcome;
    }
  },

  editResource: async ({ id, content }, call) => {
    const found = await visible(deps, id, call);
    if (!found.ok) return found;
    const edited = edit(found.value.now, content, call.by);
    if (!edited.ok) return edited;
    const event: CatalogEvent = { type: "catalog.resource-edited.v1", ...about(edited.value) };
    return saveLosing(deps.resources)(edited.value, found.value, event, call);
  },

  reviewSecrecy: async ({ id, ...finding }, call) => {
    const found = await visible(deps, id, call);
    if (!found.ok) return found;
    const reviewed = reviewSecrecy(found.value.now, finding, call.by, deps.today());
    if (!reviewed.ok) return reviewed;
    const { outcome } = finding;
    const event: CatalogEvent = { type: "catalog.secrecy-reviewed.v1", ...about(reviewed.value), outcome };
    return saveLosing(deps.resources)(reviewed.value, found.value, event, call);
  },

  reviseResource: async ({ id }, call) => {
    const found = await visible(deps, id, call);
    if (!found.ok) return found;
    const revised = revise(found.value.now, call.by);
    if (!revised.ok) return revised;
    const event: CatalogEvent = { type: "catalog.revision-begun.v1", ...about(revised.value) };
    return saveLosing(deps.resources)(revised.value, found.value, event, call);
  },
});
