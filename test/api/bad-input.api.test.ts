import { LIMITS } from "../../functions/kernel/limits.ts";
import { newId } from "../../functions/platform/id.ts";
import { aCity, type City } from "../support/city.ts";
import { badCommands } from "./bad-commands.ts";
import { badSignIn } from "./bad-sign-in.ts";
import { type Caller, callerOf, type Person } from "./caller.ts";
import type { Answer, Sent } from "./http.ts";
import { operationOf, problemOf } from "./operations.ts";

let city: City;
let caller: Caller;

beforeAll(async () => {
  city = await aCity();
  caller = callerOf(city);
});

afterEach(() => {
  expect(caller.complaints()).toEqual([]);
});

const EDITOR = "education.editor";
const { content } = operationOf("draftResource").example.takes as { content: Record<string, unknown> };
let made = 0;
/** The content of a resource like no other: its own name, or what a test says of it. */
const aContent = (change: object = {}) => ({ ...content, name: `名录${++made}`, ...change });

/** Drafts with a body as it is written. */
const drafting = (body: string, headers: Sent["headers"] = {}, by: Person = EDITOR) => {
  const usual = { "content-type": "application/json", "idempotency-key": newId() };
  const sent = { method: "POST", path: "/catalog/resources", headers: { ...usual, ...headers }, body };
  return caller.raw(sent, by, operationOf("draftResource"));
};
const draft = (takes: object, headers: Sent["headers"] = {}, by: Person = EDITOR) =>
  drafting(JSON.stringify(takes), headers, by);
const get = (path: string, by: Person = EDITOR) => caller.raw({ method: "GET", path }, by);

/** Status, code, and which field or header is named. */
const said = (answer: Answer) => {
  const { code, fields } = problemOf(answer);
  return [answer.status, code, ...new Set(fields.map(({ in: where, pointer }) => `${where} ${pointer}`))];
};

describe("a body that is no good JSON", () => {
  const deep = (levels: number) => `{"content":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}`;

  it.each([
    ["cut off", '{"content":', [400, "json-malformed"]],
    ["two documents", "{}{}", [400, "json-malformed"]],
    ["no object", "[1]", [400, "fields-invalid", "body "]],
    ["a field given twice", '{"content":{},"content":{}}', [400, "field-twice", "body /content"]],
    ["a field given twice, once by an escape", '{"code":"1","\\u0063ode":"2"}', [400, "field-twice", "body /code"]],
    ["a field that reaches for the prototype", '{"__proto__":{"role":"x"}}', [400, "field-unknown", "body /__proto__"]],
    ["half a character", '{"content":{"name":"\\ud800"}}', [400, "json-malformed"]],
    ["33 levels deep", deep(33), [400, "json-too-deep"]],
    ["100,000 levels deep", deep(100_000), [400, "json-too-deep"]],
    ["over a megabyte", `{"content":"${"x".repeat(LIMITS.bodyBytes)}"}`, [413, "body-too-large"]],
    ["over ten megabytes", `{"content":"${"x".repeat(10 * LIMITS.bodyBytes)}"}`, [413, "body-too-large"]],
  ])("%s is refused", async (_, body, expected) => {
    expect(said(await drafting(body))).toEqual(expected);
  });

  it("under another media type is refused as such", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonp"])
      expect(said(await drafting("{}", { "content-type": type }))).toEqual([415, "media-type-unsupported"]);
  });

  it("32 levels deep is looked at for its fields", async () => {
    expect(said(await drafting(deep(32)))).toEqual([400, "fields-invalid", "body /content"]);
  });
});

describe("fields that are not right are named", () => {
  it.each([
    ["unknown", { content: aContent(), colour: "red" }, "field-unknown", "/colour"],
    ["called constructor", { content: aContent(), constructor: {} }, "field-unknown", "/constructor"],
    [
      "unknown inside",
      { content: aContent({ sharing: { type: "unconditional", colour: 1 } }) },
      "field-unknown",
      "/content/sharing/colour",
    ],
    ["a NUL in a name", { content: aContent({ name: "名\u0000录" }) }, "fields-invalid", "/content/name"],
    [
      "a mark that turns the direction",
      { content: aContent({ name: "名\u202e录" }) },
      "fields-invalid",
      "/content/name",
    ],
    ["an empty name", { content: aContent({ name: " \t" }) }, "fields-invalid", "/content/name"],
    [
      "a credit code with a wrong check digit",
      { content: aContent({ provider: { code: "11310000EXAMPL0981", name: "x" } }) },
      "fields-invalid",
      "/content/provider/code",
    ],
    ["a resource code of no shape", { code: "201001", content: aContent() }, "fields-invalid", "/code"],
    [
      "a resource code that stands elsewhere",
      { code: "306001/0000001", content: aContent() },
      "fields-invalid",
      "/code",
    ],
    [
      "a district that there is not",
      { content: aContent({ catalogue: { kind: "district-supplement", district: "310103" } }) },
      "fields-invalid",
      "/content/catalogue/district",
    ],
  ])("%s", async (_, takes, code, pointer) => {
    expect(said(await draft(takes))).toEqual([400, code, `body ${pointer}`]);
  });

  it("31 April, in a path and in a body", async () => {
    const path = "/reference/calendar/days/2026-04-31";
    expect(said(await caller.raw({ method: "GET", path }))).toEqual([400, "fields-invalid", "path /day"]);
    const retiring = { id: "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d11", reason: "x", endsOn: "2027-04-31" };
    expect(said(await caller.call("retireResource", retiring, EDITOR))).toEqual([
      400,
      "fields-invalid",
      "body /endsOn",
    ]);
  });

  it.each([
    ["/catalog/resources?status=draft&status=returned", "query /status"],
    ["/catalog/resources?limit=0", "query /limit"],
    ["/catalog/resources?limit=101", "query /limit"],
    ["/catalog/resources?limit=1e999", "query /limit"],
    [`/catalog/search?text=${"x".repeat(5000)}`, "query /text"],
    ["/catalog/resources/not-an-id", "path /id"],
    ["/institutions/%00", "path /id"],
    ["/institutions/%F0%A0%AE%B7", "path /id"],
  ])("%s", async (path, field) => {
    expect(said(await get(path))).toEqual([400, "fields-invalid", field]);
  });

  it.each([
    "/catalog/resources?colour=red",
    "/catalog/search?__proto__=1",
    "/catalog/search?text%5B%5D=1",
  ])("an unknown field of a query: %s", async (path) => {
    const [status, code, field] = said(await get(path));
    expect([status, code, String(field).startsWith("query /")]).toEqual([400, "field-unknown", true]);
  });

  it("a field in the query of a command, which takes its fields in the body", async () => {
    const operation = operationOf("draftResource");
    const headers = { "content-type": "application/json", "idempotency-key": newId() };
    const sent = { method: "POST", path: "/catalog/resources?code=1", headers, body: "{}" };
    expect(said(await caller.raw(sent, EDITOR, operation))).toEqual([400, "field-unknown", "query /code"]);
  });

  it("a head that is longer than the gateway takes", async () => {
    expect(said(await get(`/catalog/search?text=${"x".repeat(11_000)}`))).toEqual([413, "body-too-large"]);
  });

  it("cursors that are bent, or belong to another list", async () => {
    const { next } = JSON.parse((await get("/institutions?limit=1")).text);
    for (const cursor of ["x", "e30", Buffer.from('{"of":"mine","at":{"pk":"x"}}').toString("base64url"), next])
      expect(said(await get(`/catalog/resources?cursor=${cursor}`))).toEqual([400, "cursor-invalid", "query /cursor"]);
  });
});

describe("addresses where nothing is", () => {
  it.each([
    ["GET", "/nowhere"],
    ["GET", "/catalog/resources/a/b/c"],
    ["PATCH", "/catalog/resources"],
    ["DELETE", "/catalog/resources/0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d11"],
    ["OPTIONS", "/catalog/resources"],
  ])("%s %s", async (method, path) => {
    expect(said(await caller.raw({ method, path }, EDITOR))).toEqual([404, "route-unknown"]);
  });

  it("an id that nobody has", async () => {
    expect(said(await get("/catalog/resources/0199b2c4-7a10-7cc0-8a55-000000000000"))).toEqual([404, "record-unknown"]);
    expect(said(await get("/institutions/11319908EXAMPL012E"))).toEqual([404, "record-unknown"]);
  });
});

describe("callers who may not", () => {
  const supplement = (district: string) => ({
    content: aContent({ catalogue: { kind: "district-supplement", district } }),
  });

  it("A17(3): a district does not compile for another one, nor for the city", async () => {
    const by = "district-yangpu.editor";
    const field = "body /content/catalogue/district";
    expect(said(await draft(supplement("310101"), {}, by))).toEqual([403, "supplement-not-your-districts", field]);
    expect(said(await draft({ content: aContent() }, {}, by))).toEqual([403, "resource-not-yours-to-compile"]);
    expect((await draft(supplement("310110"), {}, by)).status).toBe(201);
  });

  it("A17(2): a department does not review the catalogue", async () => {
    const takes = operationOf("reviewResource").example.takes;
    expect(said(await caller.call("reviewResource", takes, EDITOR))).toEqual([403, "role-not-allowed"]);
  });

  it("are told in their language", async () => {
    const told = async (language: string) => {
      const { text, headers } = await draft({}, { "accept-language": language });
      return [headers["content-language"], JSON.parse(text).title];
    };
    expect(await told("en-GB,en;q=0.9")).toEqual(["en", "Some fields are not right"]);
    expect(await told("zh-CN")).toEqual(["zh-CN", "字段填写有误"]);
    expect(await told("fr; %00")).toEqual(["zh-CN", "字段填写有误"]);
  });
});

badSignIn(() => ({ city, caller }));
badCommands(() => ({ city, caller }));
