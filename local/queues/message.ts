import { createHash } from "node:crypto";
import * as z from "zod";
import { ServiceFault, unsupported } from "../shared/fault.ts";

export const MessageAttribute = z.strictObject({
  DataType: z.string(),
  StringValue: z.string().exactOptional(),
  BinaryValue: z.base64().exactOptional(),
});
export const MessageAttributes = z.record(z.string().min(1).max(256), MessageAttribute);
export type MessageAttributes = z.infer<typeof MessageAttributes>;

/** A message as it lies on disk; instants are milliseconds since 1970 on the platform's clock. */
export const Message = z.strictObject({
  id: z.uuid(),
  body: z.string(),
  attributes: MessageAttributes,
  sender: z.string(),
  traceHeader: z.string().exactOptional(),
  sentAt: z.number(),
  visibleAt: z.number(),
  receiveCount: z.int(),
  firstReceivedAt: z.number().exactOptional(),
  /** Part of the newest receipt handle; older handles no longer delete. */
  receipt: z.string().exactOptional(),
  /** ARN of the queue whose dead letter this is. */
  deadLetterOf: z.string().exactOptional(),
});
export type Message = z.infer<typeof Message>;

export const md5 = (text: string): string => createHash("md5").update(text).digest("hex");

const measured = (bytes: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

/** The digest that SQS documents: names sorted, each with type and value, every part preceded by its length. */
export const md5OfAttributes = (attributes: MessageAttributes): string => {
  const hash = createHash("md5");
  for (const name of Object.keys(attributes).sort()) {
    const { DataType = "", StringValue, BinaryValue } = attributes[name] ?? {};
    hash.update(measured(Buffer.from(name))).update(measured(Buffer.from(DataType)));
    hash.update(Buffer.of(StringValue === undefined ? 2 : 1));
    hash.update(
      measured(StringValue === undefined ? Buffer.from(BinaryValue ?? "", "base64") : Buffer.from(StringValue)),
    );
  }
  return hash.digest("hex");
};

/** What counts against the largest message: the body and every part of its attributes, in bytes. */
export const sizeOf = (body: string, attributes: MessageAttributes): number =>
  Object.entries(attributes).reduce(
    (sum, [name, { DataType, StringValue = "", BinaryValue = "" }]) =>
      sum + Buffer.byteLength(name + DataType + StringValue) + Buffer.byteLength(BinaryValue, "base64"),
    Buffer.byteLength(body),
  );

// biome-ignore lint/suspicious/noControlCharactersInRegex: SQS refuses exactly these.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

const LONE_SURROGATE = /\p{Surrogate}/u;

/** Refuses what SQS would not carry: nothing, forbidden characters, too many or nameless attributes, too much. */
export const checkMessage = (body: string, attributes: MessageAttributes, most: number): void => {
  const bad = (reason: string) =>
    new ServiceFault("InvalidParameterValue", `The message is invalid. Reason: ${reason}.`);
  if (body === "") throw new ServiceFault("MissingParameter", "The request must contain the parameter MessageBody.");
  if (FORBIDDEN.test(body) || LONE_SURROGATE.test(body))
    throw new ServiceFault("InvalidMessageContents", "The message contains characters outside the allowed set.");
  if (Object.keys(attributes).length > 10) throw bad("it has more than 10 attributes");
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes)) {
    const kind = DataType.split(".")[0];
    if (kind !== "String" && kind !== "Number" && kind !== "Binary")
      throw unsupported("SQS", `the type ${DataType} of message attribute ${name}`);
    if ((kind === "Binary" ? BinaryValue : StringValue) === undefined) throw bad(`attribute ${name} has no value`);
  }
  if (sizeOf(body, attributes) > most) throw bad(`message must be shorter than ${most} bytes`);
};
