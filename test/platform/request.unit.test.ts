import * as z from "zod";
import { LIMITS } from "../../functions/kernel/limits.ts";
import type { AnyOperation } from "../../functions/platform/operation.ts";
import { readRequest } from "../../functions/platform/request.ts";
import { anEvent, contract } from "./orchard.ts";

type Event = Parameters<typeof anEvent>[0];

/** What the door has after its middleware: header names in lower case. */
const read = (operation: AnyOperation, { headers = {}, ...asked }: Event) => {
  const event = anEvent(asked);
  const given = { "content-type": "application/json", "idempotency-key": "key-00000001", ...headers };
  const kept = Object.entries(given).filter(([, value]) => value !== "");
  const answer = readRequest(operation, { ...event, headers: Object.fromEntries(kept) });
  if (answer.ok) return { takes: answer.takes, headers: answer.headers };
  return { code: answer.refusal.code, fields: (answer.fields ?? []).map((it) => `${it.in} ${it.pointer}`) };
};

const { weighApple, growApple, listApples, tokenFor } = contract;
const path = { id: "apple-1" };

describe("the fields of a request", () => {
  it("come from path and body together", () => {
    expect(read(weighApple, { path, body: { grams: 160 } })).toEqual({
      takes: { id: "apple-1", grams: 160 },
      headers: { key: "key-00000001" },
    });
  });

  it("come from the query of a read, each once or as a list where the operation takes one", () => {
    const query = { orchard: ["north"], colours: ["red"], limit: ["7"] };
    expect(read(listApples, { query })).toMatchObject({ takes: { orchard: "north", colours: ["red"], limit: 7 } });
    expect(read(listApples, { query: { orchard: ["north"], colours: ["red", "green"] } })).toMatchObject({
      takes: { colours: ["red", "green"] },
    });
    expect(read(listApples, { query: { orchard: ["north", "south"] } })).toEqual({
      code: "fields-invalid",
      fields: ["query /orchard"],
    });
  });

  it("are nothing but a read's query: its body is not looked at", () => {
    expect(read(listApples, { query: { orchard: ["north"] }, body: "{" })).toMatchObject({
      takes: { orchard: "north" },
    });
  });

  it.each<{ what: string; event: Event; fields: readonly string[] }>([
    { what: "the body repeats the path", event: { path, body: { id: "apple-2", grams: 1 } }, fields: ["body /id"] },
    {
      what: "a command has a query",
      event: { path, body: { grams: 1 }, query: { grams: ["2"] } },
      fields: ["query /grams"],
    },
    {
      what: "a query repeats the path",
      event: { path, body: { grams: 1 }, query: { id: ["2"] } },
      fields: ["query /id"],
    },
    {
      what: "fields are unknown",
      event: { path, body: { grams: 1, colour: "red", "a/b~c": 1 } },
      fields: ["body /colour", "body /a~1b~0c"],
    },
    {
      what: "a field is called constructor",
      event: { path, body: { grams: 1, constructor: 1 } },
      fields: ["body /constructor"],
    },
    { what: "a field reaches for the prototype", event: { path, body: '{"grams":1,"__proto__":{}}' }, fields: [] },
  ])("are refused by name if $what", ({ event, fields }) => {
    expect(read(weighApple, event)).toEqual({ code: "field-unknown", fields });
  });

  it("of a query that reaches for the prototype are refused", () => {
    const query = JSON.parse('{"orchard":["north"],"__proto__":["1"]}');
    expect(read(listApples, { query })).toEqual({ code: "field-unknown", fields: ["query /__proto__"] });
  });

  it("that are wrong are named one by one, with where they stand", () => {
    expect(read(weighApple, { path, body: { grams: "heavy" } })).toEqual({
      code: "fields-invalid",
      fields: ["body /grams"],
    });
    expect(read(weighApple, { path: {}, body: { grams: 1.5 } })).toEqual({
      code: "fields-invalid",
      fields: ["body /id", "body /grams"],
    });
    expect(read(growApple, { body: { id: "x", name: "n".repeat(21), grams: 1, more: 1 } })).toMatchObject({
      code: "fields-invalid",
      fields: expect.arrayContaining(["body /name", "body /more"]),
    });
  });

  it.each([
    { what: "json", operation: weighApple, event: { path } },
    { what: "a form", operation: tokenFor, event: {} },
  ])("that are many are named as far as one answer goes, each by itself, in $what", ({ what, operation, event }) => {
    const count = 2000;
    const names = Array.from({ length: count }, (_, at) => `field${at}`);
    const asForm = what === "a form";
    const body = asForm
      ? `grant=a&${names.map((name) => `${name}=1`).join("&")}`
      : JSON.stringify({ grams: 1, ...Object.fromEntries(names.map((name) => [name, 1])) });
    const type = asForm ? "application/x-www-form-urlencoded" : "application/json";
    const headers = { "idempotency-key": "key-00000001", "content-type": type };
    const answer = readRequest(operation, { ...anEvent({ ...event, body }), headers });
    expect(answer).toMatchObject({
      ok: false,
      refusal: { code: "field-unknown", facts: { unnamed: count - LIMITS.namedFields } },
    });
    // Were each told of all, two thousand names would make an answer of fifty megabytes.
    expect(JSON.stringify(answer).length).toBeLessThan(10_000);
  });

  it("are explained in the caller's language", () => {
    const told = (language: string) => {
      const event = {
        ...anEvent({ path, body: { grams: "heavy" } }),
        headers: { "idempotency-key": "key-00000001", "content-type": "application/json", "accept-language": language },
      };
      const answer = readRequest(weighApple, event);
      return answer.ok ? "" : answer.fields?.[0]?.problem;
    };
    expect(told("zh-CN")).toMatch(/\p{Script=Han}/u);
    expect(told("en")).toMatch(/^Invalid input/);
  });
});

describe("the body", () => {
  const fields = { path, resource: "" };

  it.each([
    { type: "application/json", code: "ok" },
    { type: "application/json; charset=utf-8", code: "ok" },
    { type: "application/merge-patch+json", code: "ok" },
    { type: "text/plain", code: "media-type-unsupported" },
    { type: "application/jsonp", code: "media-type-unsupported" },
    { type: "", code: "media-type-unsupported" },
    { type: "application/x-www-form-urlencoded", code: "media-type-unsupported" },
  ])("of type '$type' gives $code", ({ type, code }) => {
    const answer = read(weighApple, { ...fields, body: { grams: 1 }, headers: { "content-type": type } });
    expect("code" in answer ? answer.code : "ok").toBe(code);
  });

  it("that is no object is wrong as a whole", () => {
    expect(read(weighApple, { ...fields, body: "[]" })).toEqual({ code: "fields-invalid", fields: ["body "] });
  });

  it("in base64 is decoded", () => {
    const event = anEvent({ path, body: Buffer.from('{"grams":3}').toString("base64") });
    const headers = { "content-type": "application/json", "idempotency-key": "key-00000001" };
    expect(readRequest(weighApple, { ...event, headers, isBase64Encoded: true })).toMatchObject({
      takes: { grams: 3 },
    });
  });

  it.each([
    { body: "[]", code: "fields-invalid" },
    { body: "null", code: "fields-invalid" },
    { body: "3", code: "fields-invalid" },
    { body: "{", code: "json-malformed" },
    { body: '{"grams":1,"grams":2}', code: "field-twice" },
    { body: `${"[".repeat(40)}${"]".repeat(40)}`, code: "json-too-deep" },
    { body: `"${"x".repeat(LIMITS.bodyBytes)}"`, code: "body-too-large" },
  ])("%# gives $code", ({ body, code }) => {
    expect(read(weighApple, { ...fields, body })).toMatchObject({ code });
  });

  it("as a form is taken where the operation says so, each field once", () => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    expect(read(tokenFor, { body: "grant=a%20b", headers })).toMatchObject({ takes: { grant: "a b" } });
    expect(read(tokenFor, { body: "grant=a&grant=b", headers })).toEqual({
      code: "field-twice",
      fields: ["body /grant"],
    });
    expect(read(tokenFor, { body: "grant=a&scope=b", headers })).toMatchObject({ code: "field-unknown" });
    expect(read(tokenFor, { body: "grant=a&__proto__=b", headers })).toMatchObject({ code: "field-unknown" });
    expect(read(tokenFor, { body: `grant=${"a".repeat(LIMITS.bodyBytes)}`, headers })).toMatchObject({
      code: "body-too-large",
    });
    const many = Array.from({ length: LIMITS.bodyValues + 1 }, (_, at) => `f${at}=`).join("&");
    expect(read(tokenFor, { body: many, headers })).toMatchObject({ code: "body-too-large" });
    expect(read(tokenFor, { body: "=&".repeat(LIMITS.bodyBytes / 2), headers })).toMatchObject({ code: "field-twice" });
  });
});

describe("a field from a header", () => {
  const takes = z.strictObject({ grant: z.string(), dpop: z.string() });
  const proven: AnyOperation = { ...tokenFor, takes, headers: ["dpop"] };
  const sent = (dpop: readonly string[], body = "grant=g") => {
    const event = anEvent({ body });
    const answer = readRequest(proven, {
      ...event,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      multiValueHeaders: { dpop: [...dpop] },
    });
    if (answer.ok) return { takes: answer.takes };
    return { code: answer.refusal.code, fields: (answer.fields ?? []).map((it) => `${it.in} ${it.pointer}`) };
  };

  it("is taken where the operation says so, and a form asks for no key", () => {
    expect(sent(["proof"])).toEqual({ takes: { grant: "g", dpop: "proof" } });
  });

  it("that is missing or sent twice is refused: nobody guesses which one counts", () => {
    expect(sent([])).toEqual({ code: "fields-invalid", fields: ["header dpop"] });
    expect(sent(["one", "two"])).toEqual({ code: "fields-invalid", fields: ["header dpop"] });
  });

  it("is not taken from the body", () => {
    expect(sent(["proof"], "grant=g&dpop=other")).toMatchObject({ code: "field-unknown" });
    expect(sent([], "grant=g&dpop=other")).toMatchObject({ code: "field-unknown" });
  });
});

describe("the headers", () => {
  const asked = { path, body: { grams: 1 } };

  it.each([
    { key: "12345678", good: true, because: "eight characters are enough" },
    { key: "1234567", good: false, because: "seven are not" },
    { key: "x".repeat(LIMITS.idempotencyKeyCharacters), good: true, because: "the limit is allowed" },
    { key: "x".repeat(LIMITS.idempotencyKeyCharacters + 1), good: false, because: "more is not" },
    { key: "with space", good: false, because: "a key is printable and has no gaps" },
    { key: "钥匙钥匙钥匙钥匙", good: false, because: "it is ASCII" },
    { key: "", good: false, because: "a command needs one" },
  ])("Idempotency-Key of a command: $good, because $because", ({ key, good }) => {
    const missing = { code: "idempotency-key-missing", fields: ["header Idempotency-Key"] };
    const answer = read(weighApple, { ...asked, headers: { "idempotency-key": key } });
    expect(answer).toMatchObject(good ? { headers: { key } } : missing);
  });

  it("name a version that is no ETag as what is wrong, and say what one looks like", () => {
    const headers = { "idempotency-key": "key-00000001", "content-type": "application/json", "if-match": "3" };
    const answer = readRequest(weighApple, { ...anEvent(asked), headers });
    const problem = expect.stringContaining('like "3", in quotes');
    expect(answer).toMatchObject({ ok: false, fields: [{ in: "header", pointer: "If-Match", problem }] });
  });

  it("ask a read for no key", () => {
    expect(read(listApples, { query: { orchard: ["n"] }, headers: { "idempotency-key": "" } })).toMatchObject({
      headers: { key: "" },
    });
  });

  it.each([
    { header: '"7"', ifMatch: 7 },
    { header: '"0"', ifMatch: 0 },
    { header: "7", ifMatch: undefined },
    { header: '"7a"', ifMatch: undefined },
    { header: '"12345678901"', ifMatch: undefined },
    { header: "*", ifMatch: undefined },
    { header: 'W/"7"', ifMatch: undefined },
  ])("If-Match $header means version $ifMatch", ({ header, ifMatch }) => {
    const answer = read(weighApple, { ...asked, headers: { "if-match": header } });
    if (ifMatch === undefined) expect(answer).toEqual({ code: "fields-invalid", fields: ["header If-Match"] });
    else expect(answer).toMatchObject({ headers: { ifMatch } });
  });
});
