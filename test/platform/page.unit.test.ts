import fc from "fast-check";
import * as z from "zod";
import { cursorOf, PageFields, positionOf } from "../../functions/platform/page.ts";
import { codeOf, granted } from "./orchard.ts";

const position = { pk: "apple#1", sk: "now", byOrchardHash: "north", byOrchardRange: "1" };

describe("a cursor", () => {
  it("leads back to the position it was made from, whatever that is", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-zA-Z]{1,20}$/), fc.string()), fc.string(), (at, list) => {
        expect(granted(positionOf(cursorOf(at, list), list))).toEqual(at);
      }),
    );
  });

  it("opens no other list", () => {
    expect(codeOf(positionOf(cursorOf(position, "north"), "south"))).toBe("cursor-invalid");
  });

  it("that is nonsense is refused, never thrown", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.json().map(encoded)), (cursor) => {
        expect(codeOf(positionOf(cursor, "north"))).toBe("cursor-invalid");
      }),
      { numRuns: 1000 },
    );
  });

  it("that somebody bent is refused or leads somewhere in its own list, and never throws", () => {
    const valid = cursorOf(position, "north");
    fc.assert(
      fc.property(fc.nat(valid.length - 1), fc.stringMatching(/^[A-Za-z0-9_-]$/), (at, letter) => {
        const bent = `${valid.slice(0, at)}${letter}${valid.slice(at + 1)}`;
        expect(["ok", "cursor-invalid"]).toContain(codeOf(positionOf(bent, "north")));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    { what: "values that are no texts", text: { of: "north", at: { pk: 1 } } },
    { what: "no position", text: { of: "north" } },
    { what: "a list", text: [] },
    { what: "null", text: null },
  ])("with $what is refused", ({ text }) => {
    expect(codeOf(positionOf(encoded(JSON.stringify(text)), "north"))).toBe("cursor-invalid");
  });
});

describe("the fields of a list", () => {
  const Fields = z.strictObject(PageFields);

  it.each([
    { limit: "1", good: true },
    { limit: "100", good: true },
    { limit: "0", good: false },
    { limit: "101", good: false },
    { limit: "1.5", good: false },
    { limit: "ten", good: false },
    { limit: "-1", good: false },
    { limit: "0x10", good: false },
    { limit: "1e1", good: false },
    { limit: " 7 ", good: false },
    { limit: "", good: false },
    { limit: ["7", "8"], good: false },
  ])("take a limit of $limit: $good", ({ limit, good }) => {
    expect(Fields.safeParse({ limit }).success).toBe(good);
  });

  it("may both be absent", () => {
    expect(Fields.parse({})).toEqual({});
  });
});

const encoded = (text: string): string => Buffer.from(text).toString("base64url");
