import { type CsvError, type InfoRecord, parse } from "csv-parse";
import { LIMITS } from "../../../kernel/limits.ts";
import { type From, type Piece, type Row, utf8Judge } from "./piece.ts";

type Parsed = Readonly<{ record: readonly string[]; bytes: number }>;

const BOM = "\ufeff";

/**
 * Reads CSV (RFC 4180; commas, quotes, lines that end in LF or CRLF) as it streams in, with the byte at which each row
 * ends: reading goes on from any of them. What cannot be told apart into rows stops the file, since a quote left open
 * swallows the rows behind it; what is a row of its own but has too many or too few cells is one bad row.
 */
export async function* readCsv(body: AsyncIterable<Uint8Array>, from: From): AsyncGenerator<Piece> {
  const isUtf8 = utf8Judge();
  const parsed: Parsed[] = [];
  const parser = parse({
    bom: from.offset === 0,
    record_delimiter: ["\r\n", "\n"],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LIMITS.rowBytes,
    // Rows are taken as they are met, so that nothing waits in the stream for a reader.
    on_record: (record: string[], { bytes }: InfoRecord) => {
      parsed.push({ record, bytes });
      return null;
    },
  });
  // A parser that fails tells it here; the reason is read from where the write stood.
  const failure: { error?: Error } = {};
  parser.on("error", (error) => {
    failure.error ??= error;
  });
  const write = (chunk: Uint8Array) =>
    new Promise<void>((resolve) => parser.write(chunk, (error) => resolve(noted(failure, error))));
  const end = () => new Promise<void>((resolve) => parser.once("error", () => resolve()).end(() => resolve()));

  let { line, columns } = from;
  let last = from.offset;
  const take = function* (): Generator<Piece> {
    const rows: Row[] = [];
    for (const { record, bytes } of parsed.splice(0)) {
      line++;
      const at = from.offset + bytes;
      if (columns === undefined) {
        columns = record.map((name) => name.replace(BOM, "").trim());
        yield { columns };
      } else rows.push(rowOf(columns, record, { line, end: at, bytes: at - last }));
      last = at;
    }
    if (rows.length > 0) yield { rows };
  };

  for await (const chunk of body) {
    if (!isUtf8(chunk)) return yield { stop: { code: "file-not-utf8", line: line + 1 } };
    await write(chunk);
    yield* take();
    if (failure.error !== undefined) return yield stopOf(failure.error, line);
  }
  if (!isUtf8(undefined)) return yield { stop: { code: "file-not-utf8", line: line + 1 } };
  await end();
  yield* take();
  if (failure.error !== undefined) yield stopOf(failure.error, line);
}

const noted = (failure: { error?: Error }, error: Error | null | undefined): void => {
  if (error) failure.error ??= error;
};

const rowOf = (
  columns: readonly string[],
  record: readonly string[],
  at: Readonly<{ line: number; end: number; bytes: number }>,
): Row =>
  record.length === columns.length
    ? { ...at, cells: Object.fromEntries(columns.map((column, index) => [column, record[index]])) }
    : { ...at, unreadable: record.length < columns.length ? "too-few-cells" : "too-many-cells" };

const isCsvError = (error: Error): error is CsvError => "code" in error;

const stopOf = (error: Error, line: number): Piece => {
  const isTooLong = isCsvError(error) && error.code === "CSV_MAX_RECORD_SIZE";
  return { stop: { code: isTooLong ? "row-too-long" : "file-malformed", line: line + 1 } };
};
