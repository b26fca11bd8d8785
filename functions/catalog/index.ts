export { ResourcePublished, ResourceRetired } from "./events.ts";
export type { Draft, GradedContent } from "./resource/content.ts";
export type { Grade } from "./resource/item.ts";
export { type InForce, inForceOf, Resource } from "./resource/resource.ts";
export { type BindingResource, openCatalogue } from "./store/reader.ts";
