import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import * as z from "zod";
import { accept, type Outcome, refuse } from "../../functions/kernel/outcome.ts";
import { type Answer, type Call, operation, type UseCases } from "../../functions/platform/operation.ts";
import { Problem } from "../../functions/platform/problem.ts";
import { PLATFORM_REFUSALS } from "../../functions/platform/refusals.ts";
import { serve } from "../../functions/platform/serve.ts";
import { logged } from "./logged.ts";
import { anApple, anEvent, contract, theGrower } from "./orchard.ts";

type Handler = ReturnType<typeof serve>;

/** Use cases of which a test says what they answer; the rest must not be called. */
const doing = (what: Partial<UseCases<typeof contract>>): UseCases<typeof contract> => {
  const unexpected = async () => {
    throw new Error("not expected to be called");
  };
  return {
    growApple: unexpected,
    weighApple: unexpected,
    readApple: unexpected,
    listApples: unexpected,
    tokenFor: unexpected,
    ...what,
  };
};

const served = (
  what: Partial<UseCases<typeof contract>>,
  earlier?: (call: Call) => Promise<Outcome<Answer<unknown>> | undefined>,
) => serve(contract, doing(what), earlier ?? (async () => undefined));

const asked = async (handler: Handler, event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> =>
  handler(event, {} as never) as Promise<APIGatewayProxyResult>;

const problemIn = ({ body }: APIGatewayProxyResult): Problem => Problem.parse(JSON.parse(body));

const grow = (more: Parameters<typeof anEvent>[0] = {}) =>
  anEvent({ by: theGrower, body: { id: "apple-1", name: "Fuji", grams: 150 }, ...more });
const weigh = (more: Parameters<typeof anEvent>[0] = {}) =>
  anEvent({
    by: theGrower,
    method: "PUT",
    resource: "/apples/{id}/weight",
    path: { id: "1" },
    body: { grams: 1 },
    ...more,
  });
const read = (more: Parameters<typeof anEvent>[0] = {}) =>
  anEvent({ by: theGrower, method: "GET", resource: "/apples/{id}", path: { id: "1" }, ...more });

const lines = logged();

describe("an answer", () => {
  it("of a read is 200, not to be kept, with its version", async () => {
    const answer = await asked(served({ readApple: async () => accept({ now: anApple, version: 7 }) }), read());
    expect(answer).toEqual({
      statusCode: 200,
      headers: {
        "content-type": "application/json",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        etag: '"7"',
      },
      body: JSON.stringify(anApple),
    });
  });

  it("of a command that creates is 201 and says where the record is", async () => {
    const answer = await asked(served({ growApple: async () => accept({ now: anApple, version: 1 }) }), grow());
    expect(answer).toMatchObject({ statusCode: 201, headers: { location: "/apples/apple-1", etag: '"1"' } });
  });

  it("may be kept as long as its operation says", async () => {
    const event = anEvent({ method: "GET", resource: "/apples", query: { orchard: ["north"] } });
    const answer = await asked(served({ listApples: async () => accept({ now: { items: [] } }) }), event);
    expect(answer.headers).toMatchObject({ "cache-control": "private, max-age=60" });
    expect(answer.headers).not.toHaveProperty("etag");
  });

  it("that is a text is sent as it is, as what it is", async () => {
    const event = anEvent({
      resource: "/apples/token",
      body: "grant=g",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
    });
    const answer = await asked(served({ tokenFor: async () => accept({ now: "<b>" }) }), event);
    expect(answer).toMatchObject({ body: "<b>", headers: { "content-type": "text/html; charset=utf-8" } });
  });

  it("holds nothing that the contract does not name", async () => {
    const leaking = { ...anApple, token: "secret" };
    const answer = await asked(served({ readApple: async () => accept({ now: leaking }) }), read());
    expect(JSON.parse(answer.body)).toEqual(anApple);
  });

  it("that is not what the contract says is a fault, and nothing of it leaves", async () => {
    const wrong = { ...anApple, grams: -1 };
    const answer = await asked(served({ readApple: async () => accept({ now: wrong }) }), read());
    expect(problemIn(answer)).toMatchObject({ status: 500, code: "fault", facts: {}, fields: [] });
  });

  it("that is larger than a function may give is a fault, not a truncated answer", async () => {
    const items = Array.from({ length: 60_000 }, () => ({ ...anApple, orchard: "x".repeat(50) }));
    const event = anEvent({ method: "GET", resource: "/apples", query: { orchard: ["north"] } });
    expect((await asked(served({ listApples: async () => accept({ now: { items } }) }), event)).statusCode).toBe(500);
  });
});

describe("what a use case is told", () => {
  it("is who calls, the key, the version seen, a digest of the fields alone, and the request's id", async () => {
    const calls: Call[] = [];
    const handler = served({
      weighApple: async (_takes, call) => {
        calls.push(call);
        return accept({ now: anApple });
      },
    });
    await asked(handler, weigh({ headers: { "If-Match": '"3"' } }));
    await asked(handler, weigh({ body: '{ "grams" : 1 }', headers: { "Idempotency-Key": "another-key" } }));
    await asked(handler, weigh({ body: { grams: 2 } }));
    await asked(handler, weigh({ path: { id: "2" } }));
    const [first, again, heavier, other] = calls;
    expect(first).toEqual({
      url: "https://api.example.cn/v1/apples/{id}/weight",
      by: theGrower,
      operation: "weighApple",
      key: "key-00000001",
      ifMatch: 3,
      traceId: "request-1",
      digest: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(again).toMatchObject({ digest: first?.digest, key: "another-key" });
    expect(again).not.toHaveProperty("ifMatch");
    expect(new Set([first?.digest, heavier?.digest, other?.digest]).size).toBe(3);
  });
});

describe("a refusal", () => {
  const refusals = Object.entries(contract.weighApple.refusals).filter(([code]) => code !== "record-unknown");

  it.each(refusals.map(([code, meaning]) => ({ code, ...meaning })))("$code is a problem of status $status", async ({
    code,
    status,
    zh,
  }) => {
    const handler = served({ weighApple: async () => refuse(code as "weight-the-same", { grams: 1 }, ["A18"]) });
    const answer = await asked(handler, weigh());
    expect(answer).toMatchObject({
      statusCode: status,
      headers: { "content-type": "application/problem+json", "cache-control": "no-store", "x-problem-code": code },
    });
    expect(problemIn(answer)).toMatchObject({
      code,
      status,
      title: zh,
      facts: { grams: 1 },
      traceId: "request-1",
      articles: [{ id: "A18" }],
    });
  });

  it("of what is denied says no more than one of what is not there (A47p2)", async () => {
    const told = async (refusal: ReturnType<typeof refuse<"record-unknown">>) =>
      (await asked(served({ weighApple: async () => refusal }), weigh())).body;
    const absent = await told(refuse("record-unknown"));
    expect(await told(refuse("record-unknown", { id: "1" }, ["A47p2"]))).toBe(absent);
    expect(JSON.parse(absent)).toMatchObject({ status: 404, code: "record-unknown", articles: [], facts: {} });
  });

  it.each([
    { language: "en-GB,en", tag: "en", title: "It weighs the same" },
    { language: "zh", tag: "zh-CN", title: "重量未变" },
  ])("is told in $tag to who asks for $language", async ({ language, tag, title }) => {
    const handler = served({ weighApple: async () => refuse("weight-the-same") });
    const answer = await asked(handler, weigh({ headers: { "ACCEPT-LANGUAGE": language } }));
    expect(answer.headers).toMatchObject({ "content-language": tag });
    expect(problemIn(answer).title).toBe(title);
  });

  it.each([
    { field: "/name", where: "body", pointer: "/name" },
    { field: "name", where: "body", pointer: "/name" },
    { field: "If-Match", where: "header", pointer: "If-Match" },
  ])("that names the field $field points to it, and says what is wrong", async ({ field, where, pointer }) => {
    const handler = served({ weighApple: async () => refuse("weight-the-same", { field }) });
    expect(problemIn(await asked(handler, weigh())).fields).toEqual([{ in: where, pointer, problem: "重量未变" }]);
  });

  it("whose code nobody lists is a fault of ours", async () => {
    const handler = served({ weighApple: async () => refuse("surprise" as "weight-the-same") });
    expect(await asked(handler, weigh())).toMatchObject({ statusCode: 500 });
  });

  it.each([
    { what: "nobody is signed in", event: read({ by: undefined }), code: "not-signed-in" },
    {
      what: "the role is another",
      event: weigh({ by: { ...theGrower, roles: ["person"] } }),
      code: "role-not-allowed",
    },
    { what: "the route is unknown", event: anEvent({ resource: "/pears" }), code: "route-unknown" },
    { what: "the method is unknown", event: anEvent({ method: "DELETE" }), code: "route-unknown" },
    {
      what: "the key is missing",
      event: grow({ headers: { "Idempotency-Key": "" } }),
      code: "idempotency-key-missing",
    },
    { what: "the body is no JSON", event: grow({ body: "{" }), code: "json-malformed" },
    {
      what: "the body is of another type",
      event: grow({ headers: { "Content-Type": "text/plain" } }),
      code: "media-type-unsupported",
    },
    { what: "a field is unknown", event: grow({ body: { id: "1", name: "", grams: 1, x: 1 } }), code: "field-unknown" },
    { what: "a field is wrong", event: grow({ body: { id: "1", name: "", grams: "1" } }), code: "fields-invalid" },
  ] as const)("comes before any use case if $what", async ({ event, code }) => {
    const { status, zh } = PLATFORM_REFUSALS[code];
    const answer = await asked(served({}), event);
    expect(answer.statusCode).toBe(status);
    expect(problemIn(answer)).toMatchObject({ code, title: zh, articles: [] });
  });

  it("of a caller who may not come in tells nothing of what is wrong with the request", async () => {
    const answer = await asked(served({}), weigh({ by: { ...theGrower, roles: ["person"] }, body: "{" }));
    expect(problemIn(answer)).toMatchObject({ code: "role-not-allowed" });
  });
});

describe("a repeat", () => {
  it("that a store recognises gets the first answer, and is told so", async () => {
    const handler = served({ growApple: async () => accept({ now: anApple, version: 1, replayed: true }) });
    expect(await asked(handler, grow())).toMatchObject({
      statusCode: 201,
      headers: { "idempotency-replayed": "true", etag: '"1"', location: "/apples/apple-1" },
    });
  });

  it("that the rules refuse, because the record has moved on, gets the first answer too", async () => {
    const earlier = async () => accept({ now: anApple, version: 2, replayed: true } as const);
    const handler = served({ weighApple: async () => refuse("weight-the-same") }, earlier);
    expect(await asked(handler, weigh())).toMatchObject({
      statusCode: 200,
      headers: { "idempotency-replayed": "true" },
    });
  });

  it("is looked up only after a refusal, and only for commands", async () => {
    let asks = 0;
    const earlier = async () => {
      asks++;
      return undefined;
    };
    const handler = served(
      {
        weighApple: async () => refuse("weight-the-same"),
        growApple: async () => accept({ now: anApple }),
        readApple: async () => refuse("record-unknown"),
      },
      earlier,
    );
    expect((await asked(handler, grow())).statusCode).toBe(201);
    expect((await asked(handler, read())).statusCode).toBe(404);
    expect(asks).toBe(0);
    expect((await asked(handler, weigh())).statusCode).toBe(422);
    expect(asks).toBe(1);
  });

  it("with another body under the same key is refused by that name", async () => {
    const earlier = async () => refuse("idempotency-key-reused", { field: "Idempotency-Key" });
    const answer = await asked(served({ weighApple: async () => refuse("weight-the-same") }, earlier), weigh());
    expect(problemIn(answer)).toMatchObject({
      status: 422,
      code: "idempotency-key-reused",
      fields: [{ in: "header", pointer: "Idempotency-Key" }],
    });
  });
});

describe("a fault", () => {
  const failing = (fault: unknown) =>
    served({
      readApple: async () => {
        throw fault;
      },
    });

  it("is answered without a detail of it, and logged with all of them but identity numbers", async () => {
    const answer = await asked(failing(new Error("row of 310101199001011234 at 10.0.0.7")), read());
    expect(answer.statusCode).toBe(500);
    expect(problemIn(answer)).toEqual({
      type: "urn:onenet:problem:fault",
      title: PLATFORM_REFUSALS.fault.zh,
      status: 500,
      code: "fault",
      articles: [],
      fields: [],
      facts: {},
      traceId: "request-1",
    });
    const written = lines().join("\n");
    expect(written).toContain("row of *** at 10.0.0.7");
    expect(written).not.toContain("310101199001011234");
    expect(written).toContain('"Faults"');
  });

  it("that is no Error is a fault all the same", async () => {
    expect((await asked(failing("a text"), read())).statusCode).toBe(500);
  });

  const named = (name: string, more: object = {}) => Object.assign(new Error("said AWS"), { name, ...more });

  it.each([
    { fault: named("ThrottlingException") },
    { fault: named("ProvisionedThroughputExceededException") },
    { fault: named("RequestLimitExceeded") },
    { fault: named("TransactionCanceledException") },
    { fault: named("InternalServerError") },
    { fault: named("TimeoutError") },
    { fault: named("Error", { code: "ECONNREFUSED" }) },
    { fault: named("Error", { code: "ECONNRESET" }) },
  ])("that passes ($fault.name $fault.code) asks the caller to try again with the same key", async ({ fault }) => {
    const answer = await asked(failing(fault), read());
    expect(answer).toMatchObject({ statusCode: 503, headers: { "retry-after": "1" } });
    expect(problemIn(answer)).toMatchObject({ code: "unavailable" });
  });

  it.each([
    { name: "AccessDeniedException" },
    { name: "ValidationException" },
    { name: "ZodError" },
  ])("that does not pass ($name) is no reason to try again", async ({ name }) => {
    const answer = await asked(failing(named(name)), read());
    expect(answer.statusCode).toBe(500);
    expect(answer.headers).not.toHaveProperty("retry-after");
  });

  it("while the earlier answer is looked up is answered like any other", async () => {
    const earlier = async () => {
      throw named("ThrottlingException");
    };
    const answer = await asked(served({ weighApple: async () => refuse("weight-the-same") }, earlier), weigh());
    expect(answer.statusCode).toBe(503);
  });
});

describe("the log of a request", () => {
  it("is one line when it starts and one when it is done, with codes and counts and nothing of its fields", async () => {
    const handler = served({ growApple: async () => refuse("name-taken", { heldBy: "apple#9" }) });
    await asked(handler, grow({ body: { id: "apple-1", name: "Zhang San", grams: 150 } }));
    const written = lines().map((line) => z.looseObject({ message: z.string() }).parse(JSON.parse(line)));
    expect(written).toMatchObject([
      { message: "STARTED", operation: "growApple", traceId: "request-1" },
      { message: "COMPLETED", operation: "growApple", status: 409, code: "name-taken", awsCalls: [] },
    ]);
    expect(lines().join("")).not.toContain("Zhang San");
  });
});

describe("two operations", () => {
  it("of one path are told apart by their method", async () => {
    const at = {
      path: "/things",
      says: { zh: "物", en: "Thing" },
      cites: [],
      who: "nobody-known",
      takes: z.strictObject({}),
      gives: z.string(),
      refusals: {},
      example: { takes: {}, gives: "" },
    } as const;
    const things = {
      readThing: operation({ ...at, duty: "read", method: "GET" }),
      dropThing: operation({ ...at, duty: "command", method: "DELETE" }),
    };
    const handler = serve(
      things,
      { readThing: async () => accept({ now: "read" }), dropThing: async () => accept({ now: "dropped" }) },
      async () => undefined,
    );
    expect(await asked(handler, anEvent({ method: "GET", resource: "/things" }))).toMatchObject({ body: "read" });
    expect(await asked(handler, anEvent({ method: "DELETE", resource: "/things" }))).toMatchObject({ body: "dropped" });
  });
});
