import { randomUUID } from "node:crypto";
import { admission } from "../../functions/identity/use-cases/admission.ts";
import { Day } from "../../functions/kernel/day.ts";
import { usageKeyOf } from "../../functions/platform/usage.ts";
import {
  aGoodProof,
  aPersonToken,
  aStaffToken,
  asAgency,
  asBearer,
  bench,
  client,
  holder,
  jktOf,
  judged,
  ourToken,
  URL_OF_ME,
} from "./admitting.ts";
import { aHolder, aProof, asking, CENTER, HOST, OURS, POLICE, seedCall } from "./support.ts";

describe("A47p2: who is let in, and as whom", () => {
  it("a system with its token and a proof: its institution's parts, no posts; one BatchGetItem, one conditional put", async () => {
    const token = await ourToken();
    const proof = await aProof(holder, { method: "GET", url: URL_OF_ME, token, now: bench.now() });
    await bench.handler(asking({ authorization: [`DPoP ${token}`], dpop: [proof] }));
    bench.engine.recorder.start();
    const again = await aProof(holder, { method: "GET", url: URL_OF_ME, token, now: bench.now() });
    const answer = await bench.handler(asking({ authorization: [`dpop ${token}`], dpop: [again] }));
    expect(bench.calls().sort()).toEqual(["DynamoDB.BatchGetItem", "DynamoDB.PutItem"]);
    expect(JSON.parse(String(answer.context?.["principal"]))).toEqual({
      kind: "agency",
      id: client,
      institution: POLICE.id,
      level: "city",
      roles: ["institution"],
      posts: [],
    });
    expect(answer).toMatchObject({
      principalId: client,
      context: { caller: POLICE.id },
      usageIdentifierKey: usageKeyOf(OURS.issuer, POLICE.id),
      policyDocument: {
        Statement: [
          { Effect: "Allow", Action: "execute-api:Invoke", Resource: expect.stringMatching(/GET\/identity\/me$/) },
        ],
      },
    });
  });

  it("a member of staff: posts and training of the register, by one BatchGetItem", async () => {
    await asBearer(await aStaffToken());
    bench.engine.recorder.start();
    const said = await asBearer(await aStaffToken({ roles: ["competent-authority"], posts: ["law-keeper"] }));
    expect(bench.calls()).toHaveLength(1);
    expect(said).toEqual({
      ok: true,
      value: {
        caller: POLICE.id,
        usageKey: usageKeyOf(OURS.issuer, POLICE.id),
        principal: {
          kind: "staff",
          id: "staff-1",
          institution: POLICE.id,
          level: "city",
          roles: ["institution"],
          posts: ["registrar"],
          trainedUntil: "2099-12-31",
        },
      },
    });
  });

  it("a person, by no read at all; named with the source, so that two sources never mean one by accident", async () => {
    const said = await asBearer(await aPersonToken());
    expect(bench.calls()).toEqual([]);
    expect(said).toMatchObject({
      ok: true,
      value: { caller: "persons", principal: { kind: "person", id: "one-net:p-0001", roles: ["person"], posts: [] } },
    });
  });

  it("draws on the common budget where an institution has none of its own", async () => {
    await bench.appoint("staff-center", { institution: CENTER.id });
    const said = await asBearer(await aStaffToken({ sub: "staff-center", institution: CENTER.id }));
    expect(said).toMatchObject({
      value: { usageKey: usageKeyOf(OURS.issuer, "others"), principal: { roles: ["big-data-center", "institution"] } },
    });
  });

  it("A16: a responsible department by its own record, from the first to the last day", async () => {
    const charges = [{ id: randomUUID(), from: Day.parse("2026-01-01") }];
    await bench.put({ ...POLICE, charges });
    expect(await asBearer(await aStaffToken())).toMatchObject({
      value: { principal: { roles: ["institution", "responsible-department"] } },
    });
    await bench.put({
      ...POLICE,
      charges: [{ id: randomUUID(), from: Day.parse("2026-01-01"), until: Day.parse("2026-01-31") }],
    });
    expect(await asBearer(await aStaffToken())).toMatchObject({ value: { principal: { roles: ["institution"] } } });
    await bench.put(POLICE);
  });

  it("takes an address in any spelling that means the same, and the public address where there is one", async () => {
    const token = await ourToken();
    expect(await asAgency(token, { url: `HTTPS://${HOST.toUpperCase()}:443/v1/identity/me?x=1#y` })).toMatchObject({
      ok: true,
    });
    const publicJudge = admission({ ...bench.deps, publicUrl: "https://data.sh.cn/" });
    const proof = await aProof(holder, {
      method: "GET",
      url: "https://data.sh.cn/identity/me",
      token,
      now: bench.now(),
    });
    const asked = {
      authorization: [`DPoP ${token}`],
      dpop: [proof],
      method: "GET",
      url: URL_OF_ME,
      path: "/identity/me",
    };
    expect(await publicJudge(asked)).toMatchObject({ ok: true });
  });
});

describe("A47p2: what counts, counts on the next call", () => {
  it("a revoked client is refused although its token lives on", async () => {
    const other = await aHolder();
    const made = await bench.register(other);
    const token = await ourToken({ sub: made.id, client_id: made.id, cnf: { jkt: jktOf(other) } });
    expect(await asAgency(token, { by: other })).toMatchObject({ ok: true });
    const found = await bench.clients.find(made.id);
    if (!found.ok) throw new Error("lost");
    const revoked = { ...found.value.now, status: "revoked" as const, revokedOn: bench.today(), because: "泄露" };
    const event = { type: "identity.client-revoked.v1", institution: POLICE.id } as const;
    await bench.clients.save(revoked, found.value, event, seedCall("revoke"));
    expect(await asAgency(token, { by: other })).toMatchObject({ refusal: { code: "client-revoked" } });
  });

  it("answers 401 and nothing else to the caller; a fault of ours is not called 401", async () => {
    await expect(bench.handler(asking({ authorization: ["Bearer a.b.c"] }))).rejects.toThrow(/^Unauthorized$/);
    bench.engine.recorder.fault = () => {
      throw new Error("throttled");
    };
    await expect(bench.handler(asking({ authorization: [`Bearer ${await aStaffToken()}`] }))).rejects.toThrow(
      "throttled",
    );
    bench.engine.recorder.fault = undefined;
  });

  it("two at once with one proof: one is let in", async () => {
    const token = await ourToken();
    const proof = await aGoodProof(token);
    const said = await Promise.all(Array.from({ length: 8 }, () => judged([`DPoP ${token}`], [proof])));
    expect(said.filter(({ ok }) => ok)).toHaveLength(1);
  });
});
