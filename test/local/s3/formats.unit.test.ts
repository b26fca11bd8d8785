import * as fc from "fast-check";
import { unchunk } from "../../../local/s3/body/chunked.ts";
import { childrenOf, parseXml, textOf, writeXml } from "../../../local/s3/xml.ts";

describe("a chunked body", () => {
  it("is the same however it was framed and however it came over the wire", async () => {
    const chunk = fc.uint8Array({ minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(chunk, { maxLength: 6 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
        async (chunks, cuts) => {
          const framed = chunks.map((it) =>
            Buffer.concat([Buffer.from(`${it.length.toString(16)}\r\n`), it, Buffer.from("\r\n")]),
          );
          const whole = Buffer.concat([...framed, Buffer.from("0\r\nx-amz-checksum-crc32: AAAAAA==\r\n\r\n")]);
          const wire = async function* () {
            for (let from = 0; from < whole.length; ) {
              const size = cuts.next().value ?? 1;
              yield whole.subarray(from, from + size);
              from += size;
            }
          };
          const trailers = new Map<string, string>();
          const pieces: Buffer[] = [];
          for await (const piece of unchunk(wire(), undefined, trailers)) pieces.push(piece);
          expect(Buffer.concat(pieces).equals(Buffer.concat(chunks))).toBe(true);
          expect([...trailers]).toEqual([["x-amz-checksum-crc32", "AAAAAA=="]]);
        },
      ),
    );
  });
});

describe("a document", () => {
  it("says after writing and reading what it said before", () => {
    void fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), (texts) => {
        const read = parseXml(writeXml("Root", { One: texts, Two: { Three: "x" } }));
        expect(childrenOf(read, "One").map(({ text }) => text)).toEqual(texts);
        expect(textOf(read, "Missing")).toBeUndefined();
      }),
    );
  });

  it("may use a prefix, comments, CDATA and character references", () => {
    const text =
      '<?xml version="1.0"?><!-- c --><s:Root xmlns:s="u"><s:Key>a&amp;&#x4E0A;&#28023;<![CDATA[<b>]]></s:Key><Empty/></s:Root>';
    expect(textOf(parseXml(text), "Key")).toBe("a&上海<b>");
    expect(textOf(parseXml(text), "Empty")).toBe("");
  });

  it.each([
    "",
    "text",
    "<a>",
    "<a></b>",
    "<a/><b/>",
    "<a>&unknown;</a>",
    "<a><",
    '<!DOCTYPE a [<!ENTITY b "c">]><a/>',
  ])("is refused when it is malformed: %s", (text) => {
    expect(() => parseXml(text)).toThrow("not well-formed");
  });
});
