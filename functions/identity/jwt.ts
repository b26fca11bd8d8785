import {
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  jwtVerify,
} from "jose";
import * as z from "zod";
import { accept, type Outcome, refuse } from "../kernel/outcome.ts";
import type { TokenReason } from "./reasons.ts";

/** Where a key is looked up by the name in a token's header. */
export type Keys = JWTVerifyGetKey;

/** Longest life that we take from an issuer, and tolerance of clocks that differ; seconds. */
export const LONGEST_LIFE = 24 * 3600;
export const TOLERANCE = 5;

const Header = z.looseObject({
  alg: z.string(),
  kid: z.string().min(1).max(200).optional(),
  typ: z.string().optional(),
});
const Named = z.looseObject({ iss: z.string().optional(), aud: z.union([z.string(), z.array(z.string())]).optional() });

const unverified = <T>(decode: () => unknown, schema: z.ZodType<T>): T | undefined => {
  try {
    return schema.parse(decode());
  } catch {
    return undefined;
  }
};

/** What a token says of itself before anybody has checked it: good for choosing a key, and for nothing else. */
export const claimedBy = (token: string) => {
  const header = unverified(() => decodeProtectedHeader(token), Header);
  const claims = unverified(() => decodeJwt(token), Named);
  return header === undefined || claims === undefined
    ? undefined
    : { ...header, iss: claims.iss, aud: [claims.aud ?? []].flat() };
};

const OF_CLAIM: Readonly<Record<string, TokenReason>> = {
  nbf: "token-not-yet-valid",
  aud: "audience-wrong",
  typ: "type-wrong",
};

const OF_CODE: Readonly<Record<string, TokenReason>> = {
  ERR_JWT_EXPIRED: "token-expired",
  ERR_JOSE_ALG_NOT_ALLOWED: "algorithm-not-allowed",
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: "signature-wrong",
  ERR_JWKS_NO_MATCHING_KEY: "key-unknown",
  ERR_JWKS_MULTIPLE_MATCHING_KEYS: "key-unknown",
  ERR_JOSE_NOT_SUPPORTED: "token-malformed",
  ERR_JWS_INVALID: "token-malformed",
  ERR_JWT_INVALID: "token-malformed",
};

/** What is wrong with the token; undefined if it is not the token that is wrong (an issuer that cannot be reached). */
const reasonOf = (fault: unknown): TokenReason | undefined => {
  if (fault instanceof errors.JWTClaimValidationFailed) return OF_CLAIM[fault.claim] ?? "claims-malformed";
  return fault instanceof errors.JOSEError ? OF_CODE[fault.code] : undefined;
};

/** The claims of a token whose signature, type, issuer, audience and times hold; a fault that is ours stays a fault. */
export const verified = (
  token: string,
  keys: Keys,
  options: JWTVerifyOptions & { readonly currentDate: Date },
): Promise<Outcome<JWTPayload, TokenReason>> =>
  jwtVerify(token, keys, { clockTolerance: TOLERANCE, ...options }).then(
    ({ payload }) => accept(payload),
    (fault: unknown) => {
      const reason = reasonOf(fault);
      return reason === undefined ? Promise.reject(fault) : refuse(reason);
    },
  );

/** Whether a token lives no longer than so many seconds. */
export const livesAtMost = (seconds: number, { iat, exp }: JWTPayload): boolean =>
  iat !== undefined && exp !== undefined && exp - iat <= seconds;
