import type { Assembly } from "../../template/assembly.ts";
import type { Resource } from "../../template/support.ts";

/** A resource of one type. */
export type Of<T extends Resource["type"]> = Extract<Resource, { type: T }>;

/** The resources of one type, in provisioning order. */
export const ofType = <T extends Resource["type"]>({ resources }: Pick<Assembly, "resources">, type: T): Of<T>[] =>
  resources.filter((resource): resource is Of<T> => resource.type === type);

/** What the templates ask for and what is there differ in something that cannot be changed in place. */
export class CannotProvision extends Error {}
