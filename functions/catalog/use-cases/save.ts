import { type Outcome, refuse } from "../../kernel/outcome.ts";
import type { Answer, Call } from "../../platform/operation.ts";
import type { CommitRefusal } from "../../platform/store/commit.ts";
import type { Found } from "../../platform/store/open.ts";
import type { CatalogEvent } from "../events.ts";
import { latest, type Resource } from "../resource/resource.ts";
import type { ClaimRefusal, Resources } from "../store/resources.ts";

/** What every event says of a resource. */
export const about = (resource: Resource) => ({
  edition: latest(resource).edition,
  round: resource.round,
  compiledBy: resource.compiledBy,
});

/**
 * Saves a record by an act that can lose these claims to others, and no more: what it holds already it cannot lose, so
 * any other lost claim means that the record is no longer what was read.
 */
export const saveLosing =
  <C extends ClaimRefusal = never>(resources: Resources, ...claims: readonly C[]) =>
  async (
    record: Resource,
    before: Found<Resource> | undefined,
    event: CatalogEvent,
    call: Call,
  ): Promise<Outcome<Answer<Resource>, CommitRefusal | C>> => {
    const saved = await resources.save(record, before, event, call);
    if (saved.ok) return saved;
    const { code, facts, cites } = saved.refusal;
    const lost = claims.find((each) => each === code);
    if (lost !== undefined) return refuse(lost, facts, cites);
    return refuse(code === "idempotency-key-reused" ? code : "record-changed-meanwhile", facts);
  };
