import { join } from "node:path";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, SignJWT } from "jose";
import * as z from "zod";
import type { MovableClock } from "../shared/clock.ts";
import { listen } from "../shared/server.ts";
import { stateFile } from "../shared/state-file.ts";

const PrivateKey = z.object({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.string(),
  y: z.string(),
  d: z.string(),
});
type PrivateKey = z.infer<typeof PrivateKey>;

type IssuerOptions = {
  /** Where the signing key lies, readable for its owner alone. */
  readonly folder: string;
  readonly clock: MovableClock;
  readonly port?: number;
};

/** An OpenID provider for development: it vouches for whomever it is told to. It exists on one machine only. */
export type DevelopmentIssuer = {
  /** What tokens carry as `iss`; discovery and keys are below it. */
  readonly url: string;
  /** A signed token with these claims, `iss`, `iat` and `exp`; one hour unless told (seconds). */
  mint(claims: Readonly<Record<string, unknown>>, options?: { readonly expiresIn?: number }): Promise<string>;
  close(): Promise<void>;
};

const ONE_HOUR = 3600;

/** Starts the issuer on 127.0.0.1; the same folder keeps the same key. */
export const startIssuer = async ({ folder, clock, port = 0 }: IssuerOptions): Promise<DevelopmentIssuer> => {
  const jwk = await keyIn(folder);
  const key = await importJWK(jwk, "ES256");
  const { d: _, ...open } = jwk;
  const kid = await calculateJwkThumbprint(open);
  const answers = (url: string): Readonly<Record<string, unknown>> => ({
    "/.well-known/openid-configuration": {
      issuer: url,
      jwks_uri: `${url}/jwks`,
      response_types_supported: ["id_token"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["ES256"],
    },
    "/jwks": { keys: [{ ...open, kid, use: "sig", alg: "ES256" }] },
  });
  const listening = await listen(async (request, response) => {
    const body = answers(listening.url)[new URL(request.url ?? "/", "http://issuer").pathname];
    response.writeHead(body === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(body ?? { error: "not_found" }));
  }, port);
  return {
    url: listening.url,
    mint: (claims, { expiresIn = ONE_HOUR } = {}) => {
      const now = Math.floor(clock.now() / 1000);
      const token = new SignJWT({ ...claims }).setProtectedHeader({ alg: "ES256", kid, typ: "JWT" });
      return token
        .setIssuer(listening.url)
        .setIssuedAt(now)
        .setExpirationTime(now + expiresIn)
        .sign(key);
    },
    close: () => listening.close(),
  };
};

const keyIn = async (folder: string): Promise<PrivateKey> => {
  const file = stateFile(join(folder, "issuer-key.json"), (text) => PrivateKey.parse(JSON.parse(text)));
  const kept = file.load();
  if (kept !== undefined) return kept;
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  const jwk = PrivateKey.parse(await exportJWK(privateKey));
  file.save(JSON.stringify(jwk));
  return jwk;
};
