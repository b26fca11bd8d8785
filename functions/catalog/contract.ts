import { retireResource, reviewResource, submitResource, withdrawSubmission } from "./contract/deciding.ts";
import { listMyResources, readFeed, readResource, readResourceHistory, searchCatalogue } from "./contract/reading.ts";
import { draftResource, editResource, reviewSecrecy, reviseResource } from "./contract/writing.ts";

/** Every operation of the catalogue. */
export const contract = {
  draftResource,
  editResource,
  readResource,
  readResourceHistory,
  listMyResources,
  reviewSecrecy,
  submitResource,
  withdrawSubmission,
  reviewResource,
  reviseResource,
  retireResource,
  searchCatalogue,
  readFeed,
};

/** Neighbours whose records the catalogue reads: the official calendar. */
export const READS = ["reference"] as const;
