import { createHash } from "node:crypto";
import * as z from "zod";
import { ServiceFault } from "../shared/fault.ts";

/** A message as it lies on disk; instants are milliseconds since 1970 on the platform's clock. */
export const Message = z.strictObject({
  id: z.uuid(),
  body: z.string(),
  sender: z.string(),
  sentAt: z.number(),
  visibleAt: z.number(),
  receiveCount: z.int(),
  firstReceivedAt: z.number().exactOptional(),
  /** Part of the newest receipt handle; older handles no longer delete. */
  receipt: z.string().exactOptional(),
  /** Name of the queue whose dead letter this is. */
  deadLetterOf: z.string().exactOptional(),
});
export type Message = z.infer<typeof Message>;

const LARGEST = 1_048_576;

// biome-ignore lint/suspicious/noControlCharactersInRegex: SQS refuses exactly these.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

const LONE_SURROGATE = /\p{Surrogate}/u;

/** Refuses what SQS would not carry: nothing, forbidden characters, too much. */
export const checkBody = (body: string): void => {
  if (body === "") throw new ServiceFault("MissingParameter", "The request must contain the parameter MessageBody.");
  if (FORBIDDEN.test(body) || LONE_SURROGATE.test(body))
    throw new ServiceFault("InvalidMessageContents", "The message contains characters outside the allowed set.");
  if (Buffer.byteLength(body) > LARGEST)
    throw new ServiceFault("InvalidParameterValue", `The message must be shorter than ${LARGEST} bytes.`);
};

export const md5 = (text: string): string => createHash("md5").update(text).digest("hex");
