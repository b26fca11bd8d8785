import * as z from "zod";
import { CreditCode } from "../kernel/credit-code.ts";
import { accept, type Outcome, refuse } from "../kernel/outcome.ts";
import { BoundGrant } from "../platform/principal.ts";
import { claimedBy, type Keys, livesAtMost, verified } from "./jwt.ts";
import type { Reason } from "./reasons.ts";

/** Seconds for which a token of ours is good. */
export const TOKEN_SECONDS = 600;
export const TOKEN_TYPE = "at+jwt";

/** Who we are in tokens: `urn:onenet:<stage>:<instance>`, so that one stage's tokens are strange to another. */
export type Ours = Readonly<{ issuer: string; stage: string }>;

const audienceOf = ({ issuer }: Ours): string => `${issuer}:api`;

const Thumbprint = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** RFC 9068 and RFC 9449: an agency's system, the institution it belongs to, and the key that must prove itself. */
export const AccessClaims = z.object({
  iss: z.string(),
  aud: z.string(),
  sub: z.uuid(),
  client_id: z.uuid(),
  institution: CreditCode,
  stage: z.string(),
  cnf: z.strictObject({ jkt: Thumbprint }),
  /** What the token was asked for, where it is to be used under a grant. */
  grant: BoundGrant.exactOptional(),
  jti: z.uuid(),
  iat: z.int(),
  exp: z.int(),
});
export type AccessClaims = z.infer<typeof AccessClaims>;

type Holder = Readonly<{
  client: string;
  institution: CreditCode;
  jkt: string;
  jti: string;
  /** What it is bound to, and the last moment of that (ms): a token does not outlive its grant. */
  bound?: Readonly<{ grant: BoundGrant; endsAt: number }> | undefined;
}>;

/** The claims of a new token for a client whose key is known, from now on (ms). */
export const claimsFor = ({ client, institution, jkt, jti, bound }: Holder, ours: Ours, now: number): AccessClaims => {
  const iat = Math.floor(now / 1000);
  const endsAt = Math.floor((bound?.endsAt ?? Number.POSITIVE_INFINITY) / 1000);
  return {
    iss: ours.issuer,
    aud: audienceOf(ours),
    sub: client,
    client_id: client,
    institution,
    stage: ours.stage,
    cnf: { jkt },
    jti,
    iat,
    exp: Math.min(iat + TOKEN_SECONDS, endsAt),
    ...(bound === undefined ? {} : { grant: bound.grant }),
  };
};

/** A token of ours that holds at this time (ms): our key, our stage, its type, its life. */
export const readAccessToken = async (
  token: string,
  keys: Keys,
  ours: Ours,
  now: number,
): Promise<Outcome<AccessClaims, Reason>> => {
  const claimed = claimedBy(token);
  if (claimed === undefined) return refuse("token-malformed");
  if (claimed.kid === undefined) return refuse("key-unnamed");
  if (claimed.iss !== ours.issuer) return refuse("issuer-unknown");
  const holds = await verified(token, keys, {
    currentDate: new Date(now),
    issuer: ours.issuer,
    audience: audienceOf(ours),
    algorithms: ["ES256"],
    typ: TOKEN_TYPE,
    requiredClaims: ["sub", "exp", "iat", "jti"],
  });
  if (!holds.ok) return holds;
  if (!livesAtMost(TOKEN_SECONDS, holds.value)) return refuse("token-too-long-lived");
  const claims = AccessClaims.safeParse(holds.value);
  if (!claims.success || claims.data.sub !== claims.data.client_id) return refuse("claims-malformed");
  return claims.data.stage === ours.stage ? accept(claims.data) : refuse("stage-other");
};
