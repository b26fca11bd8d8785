/**
 * Why somebody is not let in: the closed list that the log may hold. The caller is told 401 and nothing more, because
 * each of these would tell an attacker what to try next.
 */
export type Reason =
  | "credentials-missing"
  | "credentials-twice"
  | "scheme-unknown"
  | "token-too-large"
  | TokenReason
  | ProofReason
  | "issuer-unknown"
  | "not-real-name"
  | "subject-malformed"
  | "subject-is-a-legal-number"
  | "body-unknown"
  | "body-not-active"
  | "staff-not-in-post"
  | "client-revoked"
  | "stage-other";

export type TokenReason =
  | "token-malformed"
  | "key-unnamed"
  | "key-unknown"
  | "algorithm-not-allowed"
  | "signature-wrong"
  | "type-wrong"
  | "audience-wrong"
  | "token-expired"
  | "token-not-yet-valid"
  | "token-too-long-lived"
  | "claims-malformed";

export type ProofReason =
  | "proof-missing"
  | "proof-twice"
  | "proof-malformed"
  | "proof-type-wrong"
  | "proof-signature-wrong"
  | "proof-of-another-method"
  | "proof-of-another-address"
  | "proof-too-old"
  | "proof-from-the-future"
  | "proof-of-another-token"
  | "proof-of-another-key"
  | "proof-repeated";
