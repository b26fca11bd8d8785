import * as z from "zod";
import { both } from "./saying.ts";

const SHAPE = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}~[0-9a-f]{32}$/;

/**
 * A record of a pool: `<resource's UUID>~<the first 32 hexadecimal digits of a digest of its key values>`. It names a
 * record in keys, events and logs without a word of what is in it.
 */
export const RecordId = z
  .string()
  .regex(
    SHAPE,
    both(
      "记录标识须形如 <资源UUID>~<32位十六进制>。",
      "A record is named <UUID of its resource>~<32 hexadecimal digits>.",
    ),
  )
  .meta({
    id: "RecordId",
    description: "数据记录标识。A record of a resource's pool.",
    example: "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d11~9f86d081884c7d659a2feaa0c55ad015",
  });
export type RecordId = z.infer<typeof RecordId>;
