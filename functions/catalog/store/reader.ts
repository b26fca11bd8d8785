import { accept, type Outcome, refuse } from "../../kernel/outcome.ts";
import { openStore, type Table } from "../../platform/store/open.ts";
import { type InForce, inForceOf, type Resource } from "../resource/resource.ts";
import { resources } from "./resources.ts";

/** A resource as it binds its users today; `retiresOn` is its last day, where one has been announced. */
export type BindingResource = Pick<Resource, "id" | "code" | "compiledBy"> & InForce & { readonly retiresOn?: string };

/**
 * For neighbours: reads the edition in force of a resource from the catalogue's table, consistently and by one GetItem.
 * A resource that is not in force, or not yet, is unknown.
 */
export const openCatalogue = (table: Table): ((id: string) => Promise<Outcome<BindingResource, "record-unknown">>) => {
  const store = openStore(resources, table);
  return async (id) => {
    const found = await store.find(id);
    if (!found.ok) return found;
    const { now } = found.value;
    const inForce = inForceOf(now);
    if (inForce === undefined) return refuse("record-unknown", { id });
    const { code, compiledBy } = now;
    const retiresOn = now.status === "retiring" ? { retiresOn: now.retirement.endsOn } : {};
    return accept({ id, code, compiledBy, ...inForce, ...retiresOn });
  };
};
