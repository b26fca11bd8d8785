import { createHash } from "node:crypto";
import { createLocalJWKSet } from "jose";
import * as z from "zod";
import type { Day } from "../kernel/day.ts";
import { accept, type Outcome, refuse } from "../kernel/outcome.ts";
import { type Client, keysOn } from "./client.ts";
import { claimedBy, TOLERANCE, verified } from "./jwt.ts";
import { algorithmsOf } from "./public-key.ts";
import type { TokenReason } from "./reasons.ts";

/** RFC 7523: seconds that an assertion may still be good for; longer ones could be found and used. */
const LONGEST = 300;

const Claims = z.looseObject({ iss: z.uuid(), sub: z.uuid(), exp: z.number(), jti: z.string().min(1).max(256) });

/** Which client an assertion speaks for, before anything of it is checked. */
export const speaksFor = (assertion: string): string | undefined => z.uuid().safeParse(claimedBy(assertion)?.iss).data;

type Expected = Readonly<{ audiences: readonly string[]; today: Day; now: number }>;

/**
 * Checks that a client signed this with one of its keys, for us, and just now; while it has two, the assertion says by
 * `kid` (thumbprint, RFC 7638) which one. Gives the name it is accepted by, once.
 */
export const readAssertion = async (
  assertion: string,
  client: Client,
  { audiences, today, now }: Expected,
): Promise<Outcome<{ once: string }, TokenReason>> => {
  const keys = keysOn(client, today).map(({ kid, jwk }) => ({ ...jwk, kid }));
  const holds = await verified(assertion, createLocalJWKSet({ keys }), {
    currentDate: new Date(now),
    audience: [...audiences],
    issuer: client.id,
    subject: client.id,
    algorithms: keys.flatMap((jwk) => [...algorithmsOf(jwk)]),
    requiredClaims: ["exp", "jti"],
  });
  if (!holds.ok) return holds;
  const claims = Claims.safeParse(holds.value);
  if (!claims.success) return refuse("claims-malformed");
  if (claims.data.exp > now / 1000 + LONGEST + TOLERANCE) return refuse("token-too-long-lived");
  return accept({ once: createHash("sha256").update(`${client.id}.${claims.data.jti}`).digest("base64url") });
};
