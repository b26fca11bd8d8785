export { ResourcePublished, ResourceRetired, RetirementAnnounced } from "./events.ts";
export { isInForce as isActInForce, unfit as unfitBasis } from "./resource/basis.ts";
export { type Draft, type GradedContent, LegalBasis, UpdateCycle } from "./resource/content.ts";
export { DATA_TYPES, Grade } from "./resource/item.ts";
export { type InForce, inForceOf, Resource } from "./resource/resource.ts";
export { bearsNoMark } from "./resource/secrecy.ts";
export { type BindingResource, openCatalogue } from "./store/reader.ts";
