import type { Stop } from "../../batch/batch.ts";
import type { Cells } from "../../row/check.ts";

/** A row as it stands in a file: the how manieth it is, where the next one begins, and its cells or why there are none. */
export type Row = Readonly<{ line: number; end: number; bytes: number }> &
  (Readonly<{ cells: Cells }> | Readonly<{ unreadable: string }>);

/** What a reader of a file comes upon, in the file's order. After a stop nothing follows. */
export type Piece =
  | Readonly<{ columns: readonly string[] }>
  | Readonly<{ rows: readonly Row[] }>
  | Readonly<{ stop: Stop }>;

/** Where reading begins: at the start, or after a row that was read before. */
export type From = Readonly<{ offset: number; line: number; columns?: readonly string[] | undefined }>;

/** Text in another encoding (GBK, UTF-16) would be taken in as other text; so a file that is not UTF-8 stops. */
export const utf8Judge = () => {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  return (bytes: Uint8Array | undefined): boolean => {
    try {
      decoder.decode(bytes, { stream: bytes !== undefined });
      return true;
    } catch {
      return false;
    }
  };
};
