import { LIMITS } from "../../../kernel/limits.ts";
import { parseJson } from "../../../platform/json.ts";
import { type From, type Piece, type Row, utf8Judge } from "./piece.ts";

const NEWLINE = 0x0a;
const BOM = [0xef, 0xbb, 0xbf];

/**
 * Reads JSON lines as they stream in, with the byte at which each row ends. A line that is no JSON object, or gives a
 * field twice, is one bad row: the next line begins anew. Empty lines are no rows and are not counted.
 */
export async function* readJsonLines(body: AsyncIterable<Uint8Array>, from: From): AsyncGenerator<Piece> {
  const isUtf8 = utf8Judge();
  let { line, offset } = from;
  let rest = Buffer.alloc(0);
  let isStart = offset === 0;

  const take = (bytes: Buffer): Row | undefined => {
    const text = bytes.toString("utf8").trim();
    const at = { end: offset, bytes: bytes.length };
    if (text === "") return undefined;
    line++;
    return { line, ...at, ...cellsOf(text) };
  };

  for await (const chunk of body) {
    if (!isUtf8(chunk)) return yield { stop: { code: "file-not-utf8", line: line + 1 } };
    let bytes = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    if (isStart && bytes.length >= BOM.length) {
      isStart = false;
      if (BOM.every((byte, at) => bytes[at] === byte)) {
        offset += BOM.length;
        bytes = bytes.subarray(BOM.length);
      }
    }
    const rows: Row[] = [];
    let start = 0;
    for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, start)) {
      offset += at + 1 - start;
      const row = take(bytes.subarray(start, at));
      if (row !== undefined) rows.push(row);
      start = at + 1;
    }
    rest = bytes.subarray(start);
    if (rows.length > 0) yield { rows };
    if (rest.length > LIMITS.rowBytes) return yield { stop: { code: "row-too-long", line: line + 1 } };
  }
  if (!isUtf8(undefined)) return yield { stop: { code: "file-not-utf8", line: line + 1 } };
  offset += rest.length;
  const last = take(rest);
  if (last !== undefined) yield { rows: [last] };
}

const cellsOf = (text: string) => {
  if (Buffer.byteLength(text) > LIMITS.rowBytes) return { unreadable: "row-too-long" };
  const parsed = parseJson(text);
  if (!parsed.ok) return { unreadable: parsed.refusal.code };
  const { value } = parsed;
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? { cells: Object.fromEntries(Object.entries(value)) } : { unreadable: "no-json-object" };
};
