import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { startIssuer } from "../../local/cloud/issuer.ts";
import { STAFF_AUDIENCE } from "../../local/seed/people.ts";
import { aHolder, anAssertion, aProof, type Holder, signed } from "../identity/support.ts";
import type { City } from "../support/city.ts";
import type { Caller } from "./caller.ts";
import type { Answer, Sent } from "./http.ts";
import { problemOf } from "./operations.ts";

type Place = Readonly<{ city: City; caller: Caller }>;
type Headers = NonNullable<Sent["headers"]>;

/** Why the authoriser did not let somebody in: the log knows, the caller does not. */
const reasonOf = async ({ cloud }: City, { headers }: Answer): Promise<unknown> => {
  for (let look = 0; look < 500; look++) {
    const line = cloud
      .logs("onenet-local-city-identity-authorizer")
      .find((it) => it.includes(String(headers["x-amzn-requestid"])) && it.includes("COMPLETED"));
    if (line !== undefined) return JSON.parse(line).code;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return undefined;
};

const Part = z.record(z.string(), z.unknown());
const partOf = (token: string, at: number) =>
  Part.parse(JSON.parse(Buffer.from(token.split(".")[at] ?? "", "base64url").toString()));
const written = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");

/** Tests of callers who come with a token that does not hold, or with a proof that is not for this call. */
export const badSignIn = (place: () => Place): void => {
  const me = (headers: Headers, path = "/identity/me") => place().caller.raw({ method: "GET", path, headers });
  /** Refused without a reason; the reason is in the log alone. */
  const isRefused = async (answer: Answer, reason: string): Promise<void> => {
    expect([answer.status, await reasonOf(place().city, answer)]).toEqual([401, reason]);
    const { code, fields, facts, articles } = problemOf(answer);
    expect({ code, fields, facts, articles }).toEqual({ code: "not-signed-in", fields: [], facts: {}, articles: [] });
  };
  const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });
  const claims = { sub: "education.editor", institution: "11310000EXAMPL098P", aud: STAFF_AUDIENCE };
  const good = () => place().city.cloud.issuer.mint(claims);

  describe("A47(2): a token that does not hold is refused with 401 and no reason", () => {
    it("the same token unbent lets its holder in", async () => {
      expect((await me(bearer(await good()))).status).toBe(200);
    });

    it("of another issuer", async () => {
      const folder = mkdtempSync(join(tmpdir(), "issuer-"));
      const other = await startIssuer({ folder, clock: place().city.cloud.clock });
      try {
        await isRefused(await me(bearer(await other.mint(claims))), "issuer-unknown");
      } finally {
        await other.close();
        rmSync(folder, { recursive: true });
      }
    });

    it("for another audience, and for two at once", async () => {
      const { issuer } = place().city.cloud;
      await isRefused(await me(bearer(await issuer.mint({ ...claims, aud: "somebody-else" }))), "audience-wrong");
      const both = [STAFF_AUDIENCE, "onenet-local-persons"];
      await isRefused(await me(bearer(await issuer.mint({ ...claims, aud: both }))), "audience-wrong");
    });

    it("with a bent signature or bent claims", async () => {
      const [header, payload, signature = ""] = (await good()).split(".");
      const other = signature.startsWith("A") ? `B${signature.slice(1)}` : `A${signature.slice(1)}`;
      await isRefused(await me(bearer(`${header}.${payload}.${other}`)), "signature-wrong");
      const promoted = written({ ...partOf(await good(), 1), sub: "big-data-center.reviewer" });
      await isRefused(await me(bearer(`${header}.${promoted}.${signature}`)), "signature-wrong");
    });

    it("with algorithm none, whatever stands for its signature", async () => {
      const token = await good();
      const header = written({ ...partOf(token, 0), alg: "none" });
      await isRefused(await me(bearer(`${header}.${token.split(".")[1]}.AA`)), "algorithm-not-allowed");
      await isRefused(await me(bearer(`${header}.${token.split(".")[1]}.`)), "scheme-unknown");
    });

    it("that has expired", async () => {
      const { cloud } = place().city;
      const token = await cloud.issuer.mint(claims, { expiresIn: 60 });
      expect((await me(bearer(token))).status).toBe(200);
      cloud.clock.moveTo(cloud.clock.now() + 5 * 60_000);
      await isRefused(await me(bearer(token)), "token-expired");
    });

    it("of somebody whom the registers do not know there", async () => {
      const { issuer } = place().city.cloud;
      await isRefused(await me(bearer(await issuer.mint({ ...claims, sub: "nobody.editor" }))), "staff-not-in-post");
      const elsewhere = { ...claims, institution: "11310000EXAMPL012W" };
      await isRefused(await me(bearer(await issuer.mint(elsewhere))), "staff-not-in-post");
    });

    it("beside a second one, or under a scheme that nobody knows", async () => {
      const token = await good();
      const twice: Headers = { authorization: [`Bearer ${token}`, `Bearer ${token}`] };
      expect((await me(twice)).status).toBe(401);
      await isRefused(await me({ authorization: `Basic ${token}` }), "scheme-unknown");
    });
  });

  describe("A47(2): a proof is good for one key, one call, once (RFC 9449)", () => {
    let holder: Holder;
    let token: string;
    const now = () => place().city.cloud.clock.now();
    const address = (path = "/identity/me") => `${place().city.cloud.url}${path}`;
    const withProof = (dpop: string): Headers => ({ authorization: `DPoP ${token}`, dpop });
    const proof = (about = {}, bend = {}, by = holder) =>
      aProof(by, { method: "GET", url: address(), token, now: now(), ...about }, bend);

    beforeAll(async () => {
      const { caller } = place();
      holder = await aHolder();
      const system = { name: "交换前置", purposes: ["查询目录"], jwk: holder.jwk };
      const registered = await caller.call("registerClient", system, "education.registrar");
      const { id } = JSON.parse(registered.text);
      const url = address("/oauth/token");
      const issued = await caller.call("issueToken", {
        grant_type: "client_credentials",
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion: await anAssertion(holder, id, now(), { claims: { aud: url } }),
        dpop: await aProof(holder, { method: "POST", url, now: now() }),
      });
      token = JSON.parse(issued.text).access_token;
    });

    it("sent a second time, it is refused", async () => {
      const once = await proof();
      expect((await me(withProof(once))).status).toBe(200);
      await isRefused(await me(withProof(once)), "proof-repeated");
    });

    it("for another address or method, it is refused", async () => {
      await isRefused(
        await me(withProof(await proof({ url: address("/identity/clients") }))),
        "proof-of-another-address",
      );
      await isRefused(
        await me(withProof(await proof({ url: "https://elsewhere.example/identity/me" }))),
        "proof-of-another-address",
      );
      await isRefused(await me(withProof(await proof({ method: "POST" }))), "proof-of-another-method");
    });

    it("old, or from the future, it is refused", async () => {
      await isRefused(await me(withProof(await proof({ now: now() - 120_000 }))), "proof-too-old");
      await isRefused(await me(withProof(await proof({ now: now() + 120_000 }))), "proof-from-the-future");
    });

    it("of another key or token, unsigned, or left out, it is refused", async () => {
      await isRefused(await me(withProof(await proof({}, {}, await aHolder()))), "proof-of-another-key");
      await isRefused(await me(withProof(await proof({ token: "another.token.AA" }))), "proof-of-another-token");
      await isRefused(await me(withProof("AA.AA.AA")), "proof-malformed");
      await isRefused(await me({ authorization: `DPoP ${token}` }), "proof-missing");
      await isRefused(await me(bearer(token)), "issuer-unknown");
    });

    it("with a token of another stage, or one that we have not signed, it is refused", async () => {
      for (const [iss, reason] of [
        ["urn:onenet:staging:city", "issuer-unknown"],
        ["urn:onenet:local:city", "key-unknown"],
      ] as const) {
        const header = { alg: "ES256", typ: "at+jwt", kid: "signing" };
        const forged = await signed({ ...partOf(token, 1), iss }, header, holder.key);
        const headers = { authorization: `DPoP ${forged}`, dpop: await proof({ token: forged }) };
        await isRefused(await me(headers), reason);
      }
    });
  });
};
