import { createHash, randomUUID } from "node:crypto";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from "jose";
import * as z from "zod";
import { type Connection, clientOf } from "../functions/platform/client.ts";
import { everything } from "./everything.ts";

export const apiAs = (connection: Connection) => clientOf(everything, connection);
export type Api = ReturnType<typeof apiAs>;

/** The city of the story: anybody's client, the Center's reviewer, and where it answers. */
export type City = Readonly<{ as: (person: string) => Api; reviewer: Api; url: string }>;

/** Somebody with a token of an issuer; a new token is fetched for each call, as the clock may have moved. */
export const bearer = (url: string, token: () => Promise<string>): Api =>
  apiAs({ url, signIn: async () => ({ authorization: `Bearer ${await token()}` }) });

const Issued = z.object({ access_token: z.string() });

/** A system of an institution: its key, and how it signs in with it (RFC 7523, RFC 9449). */
export const aSystem = async (now: () => number) => {
  const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
  const jwk = z
    .object({ kty: z.literal("EC"), crv: z.literal("P-256"), x: z.string(), y: z.string() })
    .parse(await exportJWK(publicKey));
  // While an old key stands beside a new one, an assertion says which of them signed it.
  const kid = await calculateJwkThumbprint(jwk);
  const seconds = () => Math.floor(now() / 1000);
  const proofOf = (method: string, url: string, token?: string) =>
    new SignJWT({
      jti: randomUUID(),
      htm: method,
      htu: url,
      ...(token === undefined ? {} : { ath: createHash("sha256").update(token).digest("base64url") }),
    })
      .setProtectedHeader({ typ: "dpop+jwt", alg: "ES256", jwk })
      .setIssuedAt(seconds())
      .sign(privateKey);

  return {
    jwk,
    /**
     * A token by a signed assertion, for one grant if it is to serve an exchange (RFC 9396); the answer as it came, so
     * that a refusal can be looked at.
     */
    async askForToken(url: string, client: string, grant?: string): Promise<Response> {
      const endpoint = `${url}/oauth/token`;
      const assertion = await new SignJWT({ jti: randomUUID() })
        .setProtectedHeader({ alg: "ES256", kid })
        .setIssuer(client)
        .setSubject(client)
        .setAudience(endpoint)
        .setIssuedAt(seconds())
        .setExpirationTime(seconds() + 120)
        .sign(privateKey);
      return fetch(endpoint, {
        method: "POST",
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          "idempotency-key": randomUUID(),
          dpop: await proofOf("POST", endpoint),
        },
        body: new URLSearchParams({
          grant_type: "client_credentials",
          client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
          client_assertion: assertion,
          ...(grant === undefined
            ? {}
            : { authorization_details: JSON.stringify([{ type: "onenet_exchange", grant }]) }),
        }),
      });
    },
    /** A client that signs in with the token, and proves the key on every call. */
    async signedIn(url: string, client: string, grant?: string): Promise<Api> {
      const response = await this.askForToken(url, client, grant);
      const { access_token } = Issued.parse(await response.json());
      return apiAs({
        url,
        signIn: async (method, address) => ({
          authorization: `DPoP ${access_token}`,
          dpop: await proofOf(method, address, access_token),
        }),
      });
    },
  };
};
