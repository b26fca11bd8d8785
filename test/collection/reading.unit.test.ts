import { readCsv } from "../../functions/collection/store/file/csv.ts";
import { readJsonLines } from "../../functions/collection/store/file/jsonl.ts";
import type { From, Row } from "../../functions/collection/store/file/piece.ts";
import { inChunks } from "./pool.ts";

const START: From = { offset: 0, line: 0 };
type Reader = typeof readCsv;

const readAll = async (read: Reader, file: Uint8Array | string, from: From = START, chunk = 7) => {
  const bytes = typeof file === "string" ? Buffer.from(file) : file;
  const rows: Row[] = [];
  let columns = from.columns;
  let stop: unknown;
  for await (const piece of read(inChunks(bytes.subarray(from.offset), chunk), from)) {
    if ("columns" in piece) columns = piece.columns;
    else if ("rows" in piece) rows.push(...piece.rows);
    else stop = piece.stop;
  }
  return { columns, rows, stop };
};

const BOM = "\ufeff";
const CSV = `${BOM}id,name\r\n1,"上海,市"\r\n2,"他说""好"""\r\n3,"两\n行"\r\n\r\n4,末\r\n`;
const JSONL = `${BOM}{"id":"1","name":"上海"}\n\n{"id":"2"}\r\n{"id":"3","name":null}`;

describe.each([
  ["CSV", readCsv, CSV, 4],
  ["JSON lines", readJsonLines, JSONL, 3],
] as const)("%s with a byte order mark, both line ends and quotes", (_name, read, file, count) => {
  it.each([1, 2, 3, 5, 1000])("reads the same in chunks of %i bytes", async (chunk) => {
    const whole = await readAll(read, file, START, 1_000_000);
    expect(whole.rows).toHaveLength(count);
    expect(whole.stop).toBeUndefined();
    expect(await readAll(read, file, START, chunk)).toEqual(whole);
  });

  it("goes on after any of its rows with the next one", async () => {
    const whole = await readAll(read, file);
    for (const [at, { end, line }] of whole.rows.entries()) {
      const rest = await readAll(read, file, { offset: end, line, columns: whole.columns });
      expect(rest.rows.map(({ bytes: _bytes, ...row }) => row)).toEqual(
        whole.rows.slice(at + 1).map(({ bytes: _bytes, ...row }) => row),
      );
    }
  });
});

describe("CSV", () => {
  it("gives cells by column, with commas, quotes and line ends inside them", async () => {
    const { columns, rows } = await readAll(readCsv, CSV);
    expect(columns).toEqual(["id", "name"]);
    expect(rows.map((row) => "cells" in row && row.cells["name"])).toEqual(["上海,市", '他说"好"', "两\n行", "末"]);
    expect(rows.map(({ line }) => line)).toEqual([2, 3, 4, 5]);
  });

  it("takes a last row without its line end", async () => {
    expect((await readAll(readCsv, "id,name\n1,a\n2,b")).rows).toHaveLength(2);
  });

  it("that ends in half a row gives a bad last row", async () => {
    const { rows } = await readAll(readCsv, "id,name\n1,a\n2");
    expect(rows.at(-1)).toMatchObject({ line: 3, unreadable: "too-few-cells" });
  });

  it("with a cell too many gives one bad row", async () => {
    const { rows } = await readAll(readCsv, "id,name\n1,a,x\n2,b\n");
    expect(rows).toMatchObject([
      { line: 2, unreadable: "too-many-cells" },
      { line: 3, cells: { id: "2", name: "b" } },
    ]);
  });

  it.each([
    ["a quote that is never closed", 'id,name\n1,a\n2,"b\n3,c\n', "file-malformed", 3],
    ["text behind a closing quote", 'id,name\n1,a\n2,"b"c\n3,d\n', "file-malformed", 3],
    ["a quote in the midst of a cell", 'id,name\n1,a\n2,b"c\n', "file-malformed", 3],
    ["a row without an end", `id,name\n1,a\n2,"${"b".repeat(70_000)}"\n`, "row-too-long", 3],
  ])("stops at %s, after the rows before it", async (_what, file, code, line) => {
    const { rows, stop } = await readAll(readCsv, file, START, 1000);
    expect(rows).toHaveLength(1);
    expect(stop).toEqual({ code, line });
  });

  it("hands on NUL as it stands: the row is judged, not the file", async () => {
    const { rows } = await readAll(readCsv, "id,name\n1,a\0b\n");
    expect(rows[0]).toMatchObject({ cells: { name: "a\0b" } });
  });
});

describe("JSON lines", () => {
  it.each([
    ["half a row at the end", '{"id":"1"}\n{"id":', "json-malformed"],
    ["a list", '{"id":"1"}\n["2"]\n', "no-json-object"],
    ["a field twice", '{"id":"1"}\n{"id":"2","id":"3"}\n', "field-twice"],
  ])("give %s as one bad row", async (_what, file, unreadable) => {
    expect((await readAll(readJsonLines, file)).rows).toMatchObject([{ line: 1 }, { line: 2, unreadable }]);
  });

  it("stop where a line never ends", async () => {
    const { stop } = await readAll(readJsonLines, `{"id":"${"1".repeat(70_000)}"}`, START, 1000);
    expect(stop).toEqual({ code: "row-too-long", line: 1 });
  });
});

/** 上海 in GBK, and in UTF-16 with its mark. */
const GBK = Buffer.from([0xc9, 0xcf, 0xba, 0xa3]);
const UTF16 = Buffer.from("\ufeffid,name\n1,上海\n", "utf16le");

describe.each([
  ["CSV", readCsv, "id,name\n1,"],
  ["JSON lines", readJsonLines, '{"id":"1","name":"'],
] as const)("a file of %s that is not UTF-8", (_name, read, before) => {
  it.each([
    ["GBK", Buffer.concat([Buffer.from(before), GBK, Buffer.from("\n")])],
    ["UTF-16", UTF16],
    ["half a character at the end", Buffer.concat([Buffer.from(before), Buffer.from("上").subarray(0, 2)])],
  ])("stops: %s", async (_what, file) => {
    const { rows, stop } = await readAll(read, file);
    expect(rows).toEqual([]);
    expect(stop).toMatchObject({ code: "file-not-utf8" });
  });
});
