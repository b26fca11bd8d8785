import fc from "fast-check";
import { arbitraryOf, bent, NASTY } from "../support/arbitrary.ts";
import type { City } from "../support/city.ts";
import type { Caller } from "./caller.ts";
import { competent } from "./competent.ts";
import { send } from "./http.ts";
import { complaintsOfAny, type Named, OPERATIONS, requestOf, sendsBody } from "./operations.ts";
import { rowCounter } from "./rows.ts";

type Place = Readonly<{ city: City; caller: Caller }>;

/** A prime, so that neighbouring files do not meet the same values; printed by fast-check when a property fails. */
const SEED = 20181101;
const checked = (numRuns: number) => ({ seed: SEED, numRuns, endOnFailure: true }) as const;

/** Tests that no request, however bent, is answered with a fault, outside the contract, or by half a change. */
export const whateverIsSent = (place: () => Place): void => {
  describe("whatever is sent, the answer is one of the contract's, and never a fault of ours", () => {
    const ask = (named: Named, takes: unknown) => place().caller.call(named.name, takes, competent(named));
    const nearly = ({ operation: { takes, example } }: Named) => {
      const valid = arbitraryOf(takes);
      return fc.oneof(valid, bent(valid), bent(fc.constant(example.takes)));
    };

    it.each(OPERATIONS)("$name: fields as its schema has them, or nearly", async (named) => {
      await fc.assert(
        fc.asyncProperty(nearly(named), async (takes) => {
          await ask(named, takes);
          expect(place().caller.complaints()).toEqual([]);
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
      .oneof(
        fc.string({ unit: "binary", maxLength: 200 }),
        fc.constantFrom(...NASTY),
        fc.constantFrom('"1"', "*", "en"),
      )
      .map((text) =>
        Buffer.from(text)
          .toString("latin1")
          .replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, ""),
      );
    const anyHeaders = fc.dictionary(fc.constantFrom(...HEADERS), anyValue, { minKeys: 1, maxKeys: 3 });

    it("headers of any kind, at any operation", async () => {
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...OPERATIONS), anyHeaders, async ({ name, operation }, headers) => {
          await place().caller.call(name, operation.example.takes, "education.editor", { headers });
          expect(place().caller.complaints()).toEqual([]);
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
      .array(fc.oneof(fc.constantFrom(...SEGMENTS), fc.string({ unit: "binary-ascii", maxLength: 30 })), {
        maxLength: 6,
      })
      .map((segments) => `/${segments.join("/")}`.replaceAll(/[^\x21-\x7e]|[#?]/g, "_"));

    it("paths of any kind", async () => {
      await fc.assert(
        fc.asyncProperty(anyPath, fc.constantFrom("GET", "POST", "PUT", "DELETE", "PATCH"), async (path, method) => {
          const headers = { authorization: `Bearer ${await place().caller.tokenOf("education.editor")}` };
          expect([path, complaintsOfAny(await send(place().city.cloud.url, { method, path, headers }))]).toEqual([
            path,
            [],
          ]);
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
          await place().caller.raw(
            { ...request, headers: { ...headers, "content-type": type }, body },
            competent(named),
            named.operation,
          );
          expect(place().caller.complaints()).toEqual([]);
        }),
        checked(200),
      );
    });

    it.each(
      OPERATIONS.filter(({ operation }) => operation.creates),
    )("$name: a refused command leaves no row behind", async (named) => {
      await place().city.cloud.settle();
      const rows = rowCounter(place().city.cloud, named.context);
      let before = await rows.count();
      await fc.assert(
        fc.asyncProperty(bent(fc.constant(named.operation.example.takes)), async (takes) => {
          const { status } = await ask(named, takes);
          if (status < 400) await place().city.cloud.settle();
          const after = await rows.count();
          if (status >= 400) expect(after).toBe(before);
          before = after;
        }),
        checked(12),
      );
      rows.close();
    });
  });
};
