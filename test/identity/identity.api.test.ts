import { randomUUID } from "node:crypto";
import { contract } from "../../functions/identity/contract.ts";
import { type Client, clientOf } from "../../functions/platform/client.ts";
import { tokenFor } from "../../local/seed/people.ts";
import { seedRegisters } from "../../local/seed/seed.ts";
import { aCloud } from "../support/cloud.ts";
import { aHolder, anAssertion, aProof, type Holder } from "./support.ts";

let cloud: Awaited<ReturnType<typeof aCloud>>;
let registrar: Client<typeof contract>;

beforeAll(async () => {
  cloud = await aCloud();
  await seedRegisters(cloud);
  registrar = await staff("public-security.registrar");
});

const staff = async (person: string) => {
  const token = await tokenFor(cloud, person);
  return clientOf(contract, { url: cloud.url, signIn: async () => ({ authorization: `Bearer ${token}` }) });
};
const nobody = () => clientOf(contract, { url: cloud.url });

const tokenOf = async (holder: Holder, client: string): Promise<Response> => {
  const url = `${cloud.url}/oauth/token`;
  const now = cloud.clock.now();
  return fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      dpop: await aProof(holder, { method: "POST", url, now }),
    },
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: await anAssertion(holder, client, now, { claims: { aud: url } }),
    }),
  });
};

describe("A47p2: signing in over HTTP", () => {
  it("tells staff, persons and nobody who they are", async () => {
    expect(await registrar.readMe({})).toMatchObject({
      ok: true,
      value: { kind: "staff", posts: ["registrar"], roles: ["institution", "responsible-department"] },
    });
    const person = await staff("person.lin");
    expect(await person.readMe({})).toMatchObject({ ok: true, value: { kind: "person", roles: ["person"] } });
    expect(await nobody().readMe({})).toMatchObject({ ok: false, status: 401, problem: { code: "not-signed-in" } });
  });

  it("lets a registered system in with its token and a fresh proof for each call, until it is revoked", async () => {
    const holder = await aHolder();
    const registered = await registrar.registerClient({ name: "人口库前置", purposes: ["交换"], jwk: holder.jwk });
    if (!registered.ok) throw new Error(registered.problem.code);
    const { id } = registered.value;
    const issued = await tokenOf(holder, id);
    expect(issued.status).toBe(200);
    const { access_token: token } = (await issued.json()) as { access_token: string };
    const system = clientOf(contract, {
      url: cloud.url,
      signIn: async (method, url) => ({
        authorization: `DPoP ${token}`,
        dpop: await aProof(holder, { method, url, token, now: cloud.clock.now() }),
      }),
    });
    expect(await system.readMe({})).toMatchObject({ ok: true, value: { kind: "agency", id, posts: [] } });
    expect(await system.readClient({ id })).toMatchObject({ ok: true, value: { status: "active" } });
    expect(await system.revokeClient({ id, because: "x" })).toMatchObject({
      status: 403,
      problem: { code: "post-not-held" },
    });
    expect(await registrar.revokeClient({ id, because: "下线" })).toMatchObject({ ok: true });
    expect(await system.readMe({})).toMatchObject({ ok: false, status: 401 });
    expect((await tokenOf(holder, id)).status).toBe(401);
  });

  it("a token is over after ten minutes", async () => {
    const holder = await aHolder();
    const registered = await registrar.registerClient({ name: "另一套", purposes: ["交换"], jwk: holder.jwk });
    if (!registered.ok) throw new Error(registered.problem.code);
    const { access_token: token } = (await (await tokenOf(holder, registered.value.id)).json()) as {
      access_token: string;
    };
    const me = async () =>
      fetch(`${cloud.url}/identity/me`, {
        headers: {
          authorization: `DPoP ${token}`,
          dpop: await aProof(holder, { method: "GET", url: `${cloud.url}/identity/me`, token, now: cloud.clock.now() }),
        },
      });
    expect((await me()).status).toBe(200);
    cloud.clock.moveTo(cloud.clock.now() + 11 * 60_000);
    expect((await me()).status).toBe(401);
    registrar = await staff("public-security.registrar");
  });

  it("publishes the keys to everybody", async () => {
    expect(await nobody().readKeys({})).toMatchObject({ ok: true, value: { keys: [{ kty: "EC", alg: "ES256" }] } });
  });

  it("says in OAuth's words and in ours why there is no token", async () => {
    const answer = await tokenOf(await aHolder(), randomUUID());
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({
      error: "invalid_client",
      code: "invalid-client",
      facts: { because: "client-unknown" },
    });
  });

  it("a key belongs to one system, a client to its institution", async () => {
    const { jwk } = await aHolder();
    const first = await registrar.registerClient({ name: "甲", purposes: ["交换"], jwk });
    if (!first.ok) throw new Error(first.problem.code);
    const other = await staff("civil-affairs.registrar");
    expect(await other.registerClient({ name: "乙", purposes: ["交换"], jwk })).toMatchObject({
      status: 409,
      problem: { code: "key-in-use" },
    });
    expect(await other.readClient({ id: first.value.id })).toMatchObject({ status: 404 });
    expect(await other.listClients({})).toMatchObject({ ok: true, value: { items: [] } });
    const editor = await staff("public-security.editor");
    expect(await editor.registerClient({ name: "丙", purposes: ["交换"], jwk })).toMatchObject({ status: 403 });
  });
});
