import * as fc from "fast-check";
import { unchunk } from "../../../local/s3/body/chunked.ts";
import { writeXml } from "../../../local/s3/xml.ts";

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

it("a document holds texts that no reader takes for anything else", () => {
  const written = writeXml("Root", { One: ["a<b>", "\u0001&\n"], Two: { Three: "上海" }, None: undefined });
  expect(written).toContain("<One>a&lt;b&gt;</One><One>&#x1;&amp;&#xa;</One><Two><Three>上海</Three></Two></Root>");
});
