import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { liveThrough } from "../local/cloud/a-whole-life.ts";
import { complaintsOf, countedIn, tableOf } from "../support/aws-calls.ts";
import { aCity, type City } from "../support/city.ts";
import { completedIn } from "../support/completed.ts";
import { type Caller, callerOf } from "./caller.ts";
import { OPERATIONS } from "./operations.ts";
import { whateverIsSent } from "./whatever-is-sent.ts";

let city: City;
let caller: Caller;

beforeAll(async () => {
  city = await aCity();
  await liveThrough(city.cloud);
  caller = callerOf(city);
});

afterEach(() => {
  expect(caller.complaints()).toEqual([]);
});

describe("a whole life of the platform", () => {
  it("has every operation answered with success, as its contract says", () => {
    const done = new Set(completedIn(city.cloud).flatMap(({ code, operation }) => (code === "ok" ? [operation] : [])));
    expect(OPERATIONS.map(({ name }) => name).filter((name) => !done.has(name))).toEqual([]);
  });

  it("makes no more calls to AWS than each may, or than it has a reason for; docs/aws-calls.md says how many", () => {
    const counted = countedIn(city.cloud);
    expect(complaintsOf(counted)).toEqual([]);
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
  });

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

whateverIsSent(() => ({ city, caller }));
