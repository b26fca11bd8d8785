import { accept, type Outcome } from "../../kernel/outcome.ts";
import type { Call } from "../../platform/operation.ts";
import { becauseOfOveruse } from "../chain/need.ts";
import { type GrantOverused, of } from "../events/granting.ts";
import { isActive, suspend } from "../granting.ts";
import type { Deps } from "./deps.ts";

/** A grant was used beyond its need: it rests until somebody who watches over sharing resumes it; its reason says why. */
export const stopOveruse =
  ({ stores: { grants } }: Pick<Deps, "stores">) =>
  async (id: string, { day, missed, refused }: GrantOverused, call: Call): Promise<Outcome<unknown>> => {
    const found = await grants.find(id);
    if (!found.ok) return found;
    const active = isActive(found.value.now);
    if (!active.ok) return accept("stopped-already");
    const suspended = suspend(active.value, becauseOfOveruse({ missed, refused }, day));
    const event = { type: "sharing.grant-suspended.v1", ...of(suspended), cites: "A26p2" } as const;
    return grants.save(suspended, found.value, event, call);
  };
