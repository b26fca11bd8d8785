import { latest, type Resource } from "../resource/resource.ts";

/** What every event says of a resource. */
export const about = (resource: Resource) => ({
  edition: latest(resource).edition,
  round: resource.round,
  compiledBy: resource.compiledBy,
});
