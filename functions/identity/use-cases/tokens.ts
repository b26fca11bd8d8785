import { type Day, dayOf, type Instant } from "../../kernel/day.ts";
import { accept, refuse } from "../../kernel/outcome.ts";
import type { UseCases } from "../../platform/operation.ts";
import { claimsFor, type Ours, TOKEN_SECONDS } from "../access-token.ts";
import { readAssertion, speaksFor } from "../assertion.ts";
import type { anonymous, sealing } from "../contract.ts";
import { readProof } from "../proof.ts";
import { published, type SigningKeys, signedToken } from "../signing.ts";
import type { Once } from "../store/once.ts";
import type { Clients } from "../store.ts";

export type TokenDeps = Readonly<{
  clients: Pick<Clients, "find">;
  once: Once;
  keys: SigningKeys;
  ours: Ours;
  now: () => Instant;
  newId: () => string;
  /** Where the token endpoint is, if not at the address that was called. */
  endpoint?: string;
}>;

const refusedClient = (because: string) => refuse("invalid-client", { because });
const refusedProof = (because: string) => refuse("invalid-dpop-proof", { because });

/** OAuth 2.0 client credentials (RFC 6749, 4.4) by private_key_jwt (RFC 7523), bound by DPoP (RFC 9449). */
export const sealUseCases = (deps: TokenDeps): UseCases<typeof sealing> => ({
  issueToken: async ({ grant_type, client_assertion, client_id, dpop }, { url = "" }) => {
    if (grant_type !== "client_credentials") return refuse("unsupported-grant-type", { field: "/grant_type" });
    const { clients, once, keys, ours, now, newId, endpoint = url } = deps;
    const at = Date.parse(now());
    const today: Day = dayOf(at);
    const proof = await readProof(dpop, { method: "POST", url: endpoint, now: at });
    if (!proof.ok) return refusedProof(proof.refusal.code);
    const id = speaksFor(client_assertion);
    if (id === undefined || (client_id !== undefined && client_id !== id)) return refusedClient("client-unknown");
    const found = await clients.find(id);
    if (!found.ok || found.value.now.status !== "active") return refusedClient("client-unknown");
    const client = found.value.now;
    const audiences = [ours.issuer, endpoint];
    const assertion = await readAssertion(client_assertion, client, { audiences, today, now: at });
    if (!assertion.ok) return refusedClient(assertion.refusal.code);
    const repeated = await once(assertion.value.once, proof.value.once);
    if (repeated !== undefined)
      return repeated === 0 ? refusedClient("assertion-repeated") : refusedProof("proof-repeated");
    const holder = { client: id, institution: client.institution, jkt: proof.value.jkt, jti: newId() };
    const access_token = await signedToken(claimsFor(holder, ours, at), keys);
    return accept({ now: { access_token, token_type: "DPoP" as const, expires_in: TOKEN_SECONDS } });
  },
});

export const keyUseCases = ({ publicKeys }: Pick<SigningKeys, "publicKeys">): UseCases<typeof anonymous> => ({
  readKeys: async () => accept({ now: { keys: published(await publicKeys()) } }),
});
