import type { Bucket } from "../../../platform/objects.ts";
import type { Batch } from "../../batch/batch.ts";
import { openSent } from "../uploads.ts";
import { readCsv } from "./csv.ts";
import { readJsonLines } from "./jsonl.ts";
import type { From, Piece } from "./piece.ts";

const READERS = { csv: readCsv, jsonl: readJsonLines } as const;

/** Opens the file of a batch where reading is to go on; nothing if it is not there. */
export const openPieces = (uploads: Bucket) => {
  const sent = openSent(uploads);
  return async (batch: Batch, from: From): Promise<AsyncGenerator<Piece> | undefined> => {
    const body = await sent(batch, from.offset);
    return body === undefined ? undefined : READERS[batch.format](body, from);
  };
};
