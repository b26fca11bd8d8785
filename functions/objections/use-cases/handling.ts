import { termsOf } from "../../collection/index.ts";
import type { Call, UseCases } from "../../platform/operation.ts";
import type { ordinary } from "../contract.ts";
import { decide, explainDelay } from "../deciding.ts";
import { about } from "../events/objecting.ts";
import { handOver, sendBack } from "../handing.ts";
import { isObjectionToKeep } from "../seeing.ts";
import type { Deps } from "./deps.ts";
import { namedBy } from "./filing.ts";

type Handling = "handOverObjection" | "sendBackObjection" | "decideObjection" | "recordDelay";

export const handling = (deps: Deps): Pick<UseCases<typeof ordinary>, Handling> => {
  const kept = (id: string, call: Call) =>
    deps.objections.findUnchanged(id, call, (it) => isObjectionToKeep(it, call.by));
  const inForce = async (resource: string | undefined) => {
    const binding = resource === undefined ? undefined : await deps.catalogue(resource);
    return binding?.ok ? binding.value : undefined;
  };

  return {
    handOverObjection: async ({ id, department, record }, call) => {
      const [found, calendar] = await Promise.all([kept(id, call), deps.calendar()]);
      if (!found.ok) return found;
      const named = await namedBy(deps, { record });
      if (!named.ok) return named;
      const on = { by: call.by, today: deps.today(), calendar };
      const handed = handOver(found.value.now, { department, ...named.value.named }, on);
      if (!handed.ok) return handed;
      const event = { type: "objections.handed-over.v1", ...about(handed.value, found.value.now) } as const;
      return deps.save(handed.value, found.value, event, call, calendar);
    },

    sendBackObjection: async ({ id, reason }, call) => {
      const found = await kept(id, call);
      if (!found.ok) return found;
      const sent = sendBack(found.value.now, reason, { by: call.by, today: deps.today() });
      if (!sent.ok) return sent;
      const event = { type: "objections.sent-back.v1", ...about(sent.value, found.value.now) } as const;
      return deps.save(sent.value, found.value, event, call);
    },

    decideObjection: async ({ id, decision, record }, call) => {
      const found = await kept(id, call);
      if (!found.ok) return found;
      const named = await namedBy(deps, { record });
      if (!named.ok) return named;
      const { now } = found.value;
      const binding = named.value.binding ?? (await inForce(now.resource));
      const terms = binding === undefined ? undefined : termsOf(binding);
      const decided = decide(now, decision, named.value.named, { by: call.by, today: deps.today(), terms });
      if (!decided.ok) return decided;
      const { outcome } = decided.value;
      const event = { type: "objections.decided.v1", ...about(decided.value, now), outcome } as const;
      return deps.save(decided.value, found.value, event, call);
    },

    recordDelay: async ({ id, clock, cause }, call) => {
      const found = await kept(id, call);
      if (!found.ok) return found;
      const explained = explainDelay(found.value.now, { clock, cause }, call.by, deps.today());
      if (!explained.ok) return explained;
      const said = { ...about(explained.value, found.value.now), clock };
      return deps.save(explained.value, found.value, { type: "objections.delay-explained.v1", ...said }, call);
    },
  };
};
