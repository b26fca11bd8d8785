import { type Day, dayOf, type Instant } from "../../kernel/day.ts";
import { accept, type Refusal, refuse } from "../../kernel/outcome.ts";
import type { UseCases } from "../../platform/operation.ts";
import type { Grant } from "../../sharing/index.ts";
import { claimsFor, type Ours } from "../access-token.ts";
import { readAssertion, speaksFor } from "../assertion.ts";
import { bindTo, readDetails } from "../binding.ts";
import type { Client } from "../client.ts";
import type { anonymous, sealing } from "../contract.ts";
import { readProof } from "../proof.ts";
import { published, type SigningKeys, signedToken } from "../signing.ts";
import type { Once } from "../store/once.ts";

export type TokenDeps = Readonly<{
  /** What is on record of a client, and of a grant beside it: one read. */
  onRecord: (client: string, grant?: string) => Promise<Readonly<{ client?: Client; grant?: Grant }>>;
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
const refusedDetails = ({ code, cites }: Refusal) =>
  refuse("invalid-authorization-details", { field: "/authorization_details", because: code }, cites);

/** OAuth 2.0 client credentials (RFC 6749, 4.4) by private_key_jwt (RFC 7523), bound by DPoP (RFC 9449). */
export const sealUseCases = (deps: TokenDeps): UseCases<typeof sealing> => ({
  issueToken: async ({ grant_type, client_assertion, client_id, dpop, authorization_details }, { url = "" }) => {
    if (grant_type !== "client_credentials") return refuse("unsupported-grant-type", { field: "/grant_type" });
    const { onRecord, once, keys, ours, now, newId, endpoint = url } = deps;
    const at = Date.parse(now());
    const today: Day = dayOf(at);
    const proof = await readProof(dpop, { method: "POST", url: endpoint, now: at });
    if (!proof.ok) return refusedProof(proof.refusal.code);
    const id = speaksFor(client_assertion);
    if (id === undefined || (client_id !== undefined && client_id !== id)) return refusedClient("client-unknown");
    const details = authorization_details === undefined ? undefined : readDetails(authorization_details);
    const { client, grant } = await onRecord(id, details?.grant);
    if (client?.status !== "active") return refusedClient("client-unknown");
    const audiences = [ours.issuer, endpoint];
    const assertion = await readAssertion(client_assertion, client, { audiences, today, now: at });
    if (!assertion.ok) return refusedClient(assertion.refusal.code);
    // Only now is it known who asks: before that, nothing is told about a grant.
    if (authorization_details !== undefined && details === undefined)
      return refusedDetails(refuse("details-unknown").refusal);
    const binding = details === undefined ? accept(undefined) : bindTo(grant, client.institution, today);
    if (!binding.ok) return refusedDetails(binding.refusal);
    const repeated = await once(assertion.value.once, proof.value.once);
    if (repeated !== undefined)
      return repeated === 0 ? refusedClient("assertion-repeated") : refusedProof("proof-repeated");
    const holder = { client: id, institution: client.institution, jkt: proof.value.jkt, jti: newId() };
    const claims = claimsFor({ ...holder, bound: binding.value }, ours, at);
    const access_token = await signedToken(claims, keys);
    return accept({
      now: {
        access_token,
        token_type: "DPoP" as const,
        expires_in: claims.exp - claims.iat,
        ...(details === undefined ? {} : { authorization_details: [details] }),
      },
    });
  },
});

export const keyUseCases = ({ publicKeys }: Pick<SigningKeys, "publicKeys">): UseCases<typeof anonymous> => ({
  readKeys: async () => accept({ now: { keys: published(await publicKeys()) } }),
});
