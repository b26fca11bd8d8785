import { CreditCode } from "../../kernel/credit-code.ts";
import type { Day } from "../../kernel/day.ts";
import { accept } from "../../kernel/outcome.ts";
import type { UseCases } from "../../platform/operation.ts";
import { listed } from "../../platform/page.ts";
import { isItsClientToKeep, isItsClientToRevoke, register, revoke, rotate } from "../client.ts";
import type { ordinary } from "../contract.ts";
import { thumbprintOf } from "../public-key.ts";
import type { Clients } from "../store.ts";

type ClientDeps = Readonly<{ clients: Clients; today: () => Day; newId: () => string }>;

/** Registration of systems and their keys, and what a caller is to the platform. */
export const clientUseCases = ({ clients, today, newId }: ClientDeps): UseCases<typeof ordinary> => ({
  registerClient: async (wish, call) => {
    // Who plays the part of an institution belongs to one; anything else is a fault of the authoriser.
    const institution = CreditCode.parse(call.by.institution);
    const registered = register(wish, newId(), institution, today());
    const event = { type: "identity.client-registered.v1", institution, kid: thumbprintOf(wish.jwk) } as const;
    return clients.save(registered, undefined, event, call);
  },

  rotateKey: async ({ id, ...change }, call) => {
    const found = await clients.findUnchanged(id, call, (client) => isItsClientToKeep(client, call.by));
    if (!found.ok) return found;
    const rotated = rotate(found.value.now, change, call.by, today());
    if (!rotated.ok) return rotated;
    const { institution } = rotated.value;
    const event = { type: "identity.key-rotated.v1", institution, kid: thumbprintOf(change.jwk) } as const;
    return clients.save(rotated.value, found.value, event, call);
  },

  revokeClient: async ({ id, because }, call) => {
    const found = await clients.findUnchanged(id, call, (client) => isItsClientToRevoke(client, call.by));
    if (!found.ok) return found;
    const revoked = revoke(found.value.now, because, call.by, today());
    if (!revoked.ok) return revoked;
    const event = { type: "identity.client-revoked.v1", institution: revoked.value.institution } as const;
    return clients.save(revoked.value, found.value, event, call);
  },

  readClient: async ({ id }, { by }) => {
    const found = await clients.find(id);
    if (!found.ok) return found;
    const its = isItsClientToKeep(found.value.now, by);
    return its.ok ? found : its;
  },

  listClients: async (wish, { by }) => {
    return listed(await clients.list("byInstitution", { hash: by.institution ?? "none" }, wish));
  },

  readMe: async (_takes, { by }) => accept({ now: by }),
});
