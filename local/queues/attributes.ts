import * as z from "zod";
import { ServiceFault, unsupported } from "../shared/fault.ts";

/** A queue's settings under the names and in the strings of SQS. */
export type Attributes = Readonly<Record<string, string>>;

export const LARGEST_MESSAGE = 1_048_576;

type Range = { readonly from: number; readonly to: number; readonly usually: number };

const NUMBERS: Readonly<Record<string, Range>> = {
  VisibilityTimeout: { from: 0, to: 43_200, usually: 30 },
  MessageRetentionPeriod: { from: 60, to: 1_209_600, usually: 345_600 },
  DelaySeconds: { from: 0, to: 900, usually: 0 },
  MaximumMessageSize: { from: 1024, to: LARGEST_MESSAGE, usually: LARGEST_MESSAGE },
  ReceiveMessageWaitTimeSeconds: { from: 0, to: 20, usually: 0 },
};

/** Kept and returned as they are; KmsMasterKeyId is also asked about when a key service is connected. */
const TEXTS = new Set(["KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds", "SqsManagedSseEnabled", "Policy"]);

const RedrivePolicy = z.strictObject({
  deadLetterTargetArn: z.string(),
  maxReceiveCount: z.coerce.number().int().min(1).max(1000),
});

const invalid = (name: string, value: string): ServiceFault =>
  new ServiceFault("InvalidAttributeValue", `Invalid value for the parameter ${name}: ${value}.`);

/** Checks what CreateQueue and SetQueueAttributes were given; what is not done here is refused by name. */
export const checked = (given: Attributes): Attributes => {
  for (const [name, value] of Object.entries(given)) {
    const range = NUMBERS[name];
    const number = Number(value);
    if (range !== undefined && !(Number.isInteger(number) && number >= range.from && number <= range.to))
      throw invalid(name, value);
    if (name === "RedrivePolicy") redriveOf({ RedrivePolicy: value });
    else if (range === undefined && !TEXTS.has(name)) throw unsupported("SQS", `the queue attribute ${name}`);
  }
  return given;
};

/** A number of the queue's settings, or what SQS takes if nothing was said. */
export const numberOf = (attributes: Attributes, name: keyof typeof NUMBERS): number =>
  Number(attributes[name] ?? NUMBERS[name]?.usually);

export const withDefaults = (attributes: Attributes): Attributes => ({
  ...Object.fromEntries(Object.entries(NUMBERS).map(([name, { usually }]) => [name, String(usually)])),
  ...attributes,
});

/** Where messages go that were received too often; undefined if the queue has no dead letters. */
export const redriveOf = ({ RedrivePolicy: text = "" }: Attributes): z.output<typeof RedrivePolicy> | undefined => {
  if (text === "") return undefined;
  try {
    return RedrivePolicy.parse(JSON.parse(text));
  } catch {
    throw invalid("RedrivePolicy", text);
  }
};
