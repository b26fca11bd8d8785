import { accept } from "../../kernel/outcome.ts";
import type { Call, UseCases } from "../../platform/operation.ts";
import type { receiving } from "../contract.ts";
import { about } from "../events/objecting.ts";
import { announce, isAnnounced, mayFileFor, submit } from "../filing.ts";
import { isObjectionToSee } from "../seeing.ts";
import type { ReceivingDeps } from "./deps.ts";
import { filingOf } from "./filing.ts";

/** What comes in by others and as files: people are named under the pepper, files wait in the quarantine. */
export const receivingUseCases = (deps: ReceivingDeps): UseCases<typeof receiving> => {
  const take = filingOf(deps);
  const visible = (id: string, call: Call) =>
    deps.objections.findUnchanged(id, call, (it) => isObjectionToSee(it, call.by));

  return {
    fileObjectionFor: async ({ objector: { kind, number }, mandate, ...said }, call) => {
      const filed = mayFileFor(call.by, deps.now(), deps.today(), mandate);
      if (!filed.ok) return filed;
      return take(said, { subject: await deps.subjectOf(number), kind }, filed.value, call);
    },

    announceEvidence: async ({ id, file }, call) => {
      const found = await visible(id, call);
      if (!found.ok) return found;
      const announced = announce(found.value.now, file, { id: deps.newId(), by: call.by, today: deps.today() });
      if (!announced.ok) return announced;
      const its = announced.value.files.at(-1)?.id ?? "";
      const said = { ...about(announced.value, found.value.now), file: its };
      const event = { type: "objections.evidence-announced.v1", ...said } as const;
      const saved = await deps.save(announced.value, found.value, event, call);
      if (!saved.ok) return saved;
      // A repeat is answered with what was announced then; an address can be made at any time.
      const last = isAnnounced(saved.value.now, saved.value.now.files.at(-1)?.id ?? "");
      if (!last.ok) return { ok: false, refusal: { code: "record-changed-meanwhile", cites: [], facts: {} } };
      return accept({ ...saved.value, now: { file: last.value.id, ...(await deps.addressFor(last.value)) } });
    },

    submitEvidence: async ({ id, file }, call) => {
      const found = await visible(id, call);
      if (!found.ok) return found;
      const its = isAnnounced(found.value.now, file);
      if (!its.ok) return its;
      const sent = await deps.sent(its.value);
      const submitted = submit(found.value.now, file, sent, { by: call.by, today: deps.today() });
      if (!submitted.ok) return submitted;
      const event = {
        type: "objections.evidence-submitted.v1",
        ...about(submitted.value, found.value.now),
        file,
      } as const;
      return deps.save(submitted.value, found.value, event, call);
    },
  };
};
