import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { arbitraryOf, bent, NASTY } from "../support/arbitrary.ts";
import { countedIn, tableOf } from "../support/aws-calls.ts";
import { aCity, type City } from "../support/city.ts";
import { completedIn } from "../support/completed.ts";
import { liveOnce } from "../support/life.ts";
import { type Caller, callerOf, type Person } from "./caller.ts";
import { send } from "./http.ts";
import { complaintsOfAny, type Named, OPERATIONS, requestOf, sendsBody } from "./operations.ts";
import { rowCounter } from "./rows.ts";

let city: City;
let caller: Caller;

beforeAll(async () => {
  city = await aCity();
  await liveOnce(city.cloud);
  caller = callerOf(city);
}, 120_000);

afterEach(() => {
  expect(caller.complaints()).toEqual([]);
});

describe("a whole life of the platform", () => {
  it("has every operation answered with success, as its contract says", () => {
    const done = new Set(completedIn(city.cloud).flatMap(({ code, operation }) => (code === "ok" ? [operation] : [])));
    expect(OPERATIONS.map(({ name }) => name).filter((name) => !done.has(name))).toEqual([]);
  });

  it("makes no more calls to AWS than each operation may, and docs/aws-calls.md says how many", () => {
    const counted = countedIn(city.cloud);
    expect(counted.filter(({ met }) => !met)).toEqual([]);
    expect(readFileSync("docs/aws-calls.md", "utf8")).toBe(tableOf(counted));
  });
});

/** Rules of the linter that do not fit, and why. */
const NOT_FOLLOWED = {
  // Its licence is that of the project, not of an address.
  "info-license": "off",
  // A tag is the name of a context; what it is for stands in its README.
  "tag-description": "off",
  // The gateway takes a literal before a parameter, and no credit code is called "responsibilities".
  "no-ambiguous-paths": "off",
};

describe("the API describes itself", () => {
  const document = async () => (await caller.call("readOpenApi", {})).text;

  it("in OpenAPI 3.1 without a fault that a linter knows", async () => {
    // The linter is an ES module through and through, which jest does not load: it runs beside.
    const script = `
      import { text } from "node:stream/consumers";
      import { createConfig, lintFromString } from "@redocly/openapi-core";
      const rules = ${JSON.stringify(NOT_FOLLOWED)};
      const config = await createConfig({ extends: ["recommended"], rules });
      const found = await lintFromString({ source: await text(process.stdin), config });
      console.log(JSON.stringify(found.map(({ ruleId, message, location: [at] }) => [ruleId, message, at?.pointer])));
    `;
    const input = await document();
    const found = execFileSync(process.execPath, ["--input-type=module", "-e", script], { input, encoding: "utf8" });
    expect(JSON.parse(found)).toEqual([]);
  }, 60_000);

  it("with every operation under its name", async () => {
    const { paths } = JSON.parse(await document()) as {
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => `${operationId} ${method.toUpperCase()} ${path}`),
    );
    const declared = OPERATIONS.map(({ name, operation: { method, path } }) => `${name} ${method} ${path}`);
    expect(described.sort()).toEqual([...declared].sort());
  });

  it("on a page that asks nobody outside for anything", async () => {
    const page = await caller.call("readDocs", {});
    expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page.text)?.[1] ?? "";
    expect(policy).toMatch(/default-src 'none'/);
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
    expect(policy).not.toMatch(/script-src[^;]*unsafe-inline/);
    const addresses = [...page.text.matchAll(/(?:src|href|spec-url)="([^"]+)"/g)].map(([, address = ""]) => address);
    expect(addresses).toEqual(["openapi.json", "openapi.json", "docs/redoc.js"]);
    const script = await caller.call("readDocsScript", {});
    expect(script.headers["content-type"]).toBe("text/javascript; charset=utf-8");
    expect(script.text.length).toBeGreaterThan(100_000);
  });
});

/** A prime, so that neighbouring files do not meet the same values; printed by fast-check when a property fails. */
const SEED = 20181101;
const checked = (numRuns: number) => ({ seed: SEED, numRuns, endOnFailure: true }) as const;

/** Somebody who is let in: what the fields hold is looked at only then. */
const COMPETENT: Readonly<Record<string, Person>> = {
  catalog: "education.editor",
  institutions: "general-office.registrar",
  identity: "education.registrar",
  reference: "general-office.calendar",
  inbox: "big-data-center.reviewer",
};
const BY_POST: Readonly<Record<string, Person>> = {
  "catalogue-reviewer": "big-data-center.reviewer",
  "secrecy-reviewer": "education.secrecy",
  "law-keeper": "general-office.laws",
  "calendar-keeper": "general-office.calendar",
  "catalogue-editor": "education.editor",
};
const competent = ({ context, operation: { post, who } }: Named): Person | undefined =>
  who === "nobody-known" ? undefined : ((post && BY_POST[post]) ?? COMPETENT[context]);

describe("whatever is sent, the answer is one of the contract's, and never a fault of ours", () => {
  const ask = (named: Named, takes: unknown) => caller.call(named.name, takes, competent(named));
  const nearly = ({ operation: { takes, example } }: Named) => {
    const valid = arbitraryOf(takes);
    return fc.oneof(valid, bent(valid), bent(fc.constant(example.takes)));
  };

  it.each(OPERATIONS)("$name: fields as its schema has them, or nearly", async (named) => {
    await fc.assert(
      fc.asyncProperty(nearly(named), async (takes) => {
        await ask(named, takes);
        expect(caller.complaints()).toEqual([]);
      }),
      checked(8),
    );
  });

  const HEADERS = [
    ...[
      "accept",
      "accept-language",
      "content-type",
      "content-encoding",
      "idempotency-key",
      "if-match",
      "authorization",
    ],
    ...["dpop", "cookie", "x-api-key", "x-forwarded-for", "x-amzn-trace-id", "x-http-method-override", "range"],
  ];
  const anyValue = fc
    .oneof(fc.string({ unit: "binary", maxLength: 200 }), fc.constantFrom(...NASTY), fc.constantFrom('"1"', "*", "en"))
    .map((text) =>
      Buffer.from(text)
        .toString("latin1")
        .replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, ""),
    );
  const anyHeaders = fc.dictionary(fc.constantFrom(...HEADERS), anyValue, { minKeys: 1, maxKeys: 3 });

  it("headers of any kind, at any operation", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...OPERATIONS), anyHeaders, async ({ name, operation }, headers) => {
        await caller.call(name, operation.example.takes, "education.editor", { headers });
        expect(caller.complaints()).toEqual([]);
      }),
      checked(200),
    );
  });

  const SEGMENTS = [
    ...[
      "..",
      ".",
      "",
      "%2e%2e",
      "%2f",
      "%00",
      "%0d%0aset-cookie:a=b",
      "%ff",
      "%",
      "%zz",
      "{id}",
      "{proxy+}",
      "%F0%A0%AE%B7",
    ],
    ...[
      "$context.requestId",
      "*",
      "catalog",
      "resources",
      "institutions",
      "inbox",
      "tasks",
      "__proto__",
      "constructor",
    ],
  ];
  const anyPath = fc
    .array(fc.oneof(fc.constantFrom(...SEGMENTS), fc.string({ unit: "binary-ascii", maxLength: 30 })), { maxLength: 6 })
    .map((segments) => `/${segments.join("/")}`.replaceAll(/[^\x21-\x7e]|[#?]/g, "_"));

  it("paths of any kind", async () => {
    await fc.assert(
      fc.asyncProperty(anyPath, fc.constantFrom("GET", "POST", "PUT", "DELETE", "PATCH"), async (path, method) => {
        const headers = { authorization: `Bearer ${await caller.tokenOf("education.editor")}` };
        expect([path, complaintsOfAny(await send(city.cloud.url, { method, path, headers }))]).toEqual([path, []]);
      }),
      checked(200),
    );
  });

  const TYPES = [
    ...["text/plain", "application/xml", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"],
    ...["application/json; charset=gbk", "application/jsonp", "image/png", "", "application/problem+json"],
  ];
  const anyBody = fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    fc.json().map((text) => Buffer.from(text)),
    fc
      .constantFrom("", "null", "[]", "0", '"', "{", "[[", '{"a":', "\ufeff{}", "a=b&a=c")
      .map((text) => Buffer.from(text)),
  );
  const sending = OPERATIONS.filter(({ operation }) => sendsBody(operation));

  it("bodies of any kind under any media type", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...sending), fc.constantFrom(...TYPES), anyBody, async (named, type, body) => {
        const { headers, ...request } = requestOf(named.operation, named.operation.example.takes);
        await caller.raw(
          { ...request, headers: { ...headers, "content-type": type }, body },
          competent(named),
          named.operation,
        );
        expect(caller.complaints()).toEqual([]);
      }),
      checked(200),
    );
  });

  /** One command of each context that does not depend on what others have done. */
  const WRITING = [
    "draftResource",
    "registerClient",
    "registerInstitution",
    "appointStaff",
    "proposeNotice",
    "recordLaw",
  ];

  it.each(
    OPERATIONS.filter(({ name }) => WRITING.includes(name)),
  )("$name: a refused command leaves no row behind", async (named) => {
    await city.cloud.settle();
    const rows = rowCounter(city.cloud, named.context);
    let before = await rows.count();
    await fc.assert(
      fc.asyncProperty(bent(fc.constant(named.operation.example.takes)), async (takes) => {
        const { status } = await ask(named, takes);
        if (status < 400) await city.cloud.settle();
        const after = await rows.count();
        if (status >= 400) expect(after).toBe(before);
        before = after;
      }),
      checked(12),
    );
    rows.close();
  });
});
