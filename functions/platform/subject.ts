import { createHmac } from "node:crypto";
import { GenerateMacCommand, type KMSClient } from "@aws-sdk/client-kms";
import * as z from "zod";
import type { CreditCode } from "../kernel/credit-code.ts";
import type { ResidentId } from "../kernel/resident-id.ts";

/** What a function that turns numbers into subjects is told: the key behind the pepper. */
export const SUBJECT_SETTINGS = { SUBJECTS_KEY: z.string().startsWith("arn:") };

/** The MAC of this text under the key is the pepper; another text would make everybody somebody else. */
const PEPPER_OF = new TextEncoder().encode("subjects");

/** Who a legal number belongs to, without the number: 64 hexadecimal digits, the same in every context. */
export type SubjectOf = (legalNumber: ResidentId | CreditCode) => Promise<string>;

/** A text without the text, for what few enough people have that all could be tried: numbers, keys of records. */
export type Peppered = (text: string) => Promise<string>;

/**
 * Turns identity numbers and credit codes into subjects (A47p2), and other texts that could be guessed into digests that
 * cannot: HMAC-SHA256 under a pepper that only the key service can make and nobody stores. Without the key, nobody who
 * holds our rows can try all numbers. One call a cold start.
 */
export const openSubjects = (kms: KMSClient, keyArn: string): Peppered => {
  let pepper: Promise<Uint8Array> | undefined;
  const ask = async (): Promise<Uint8Array> => {
    const asked = new GenerateMacCommand({ KeyId: keyArn, Message: PEPPER_OF, MacAlgorithm: "HMAC_SHA_256" });
    const { Mac } = await kms.send(asked);
    // An empty pepper would be one that anybody has.
    return z
      .instanceof(Uint8Array)
      .refine(({ length }) => length === 32)
      .parse(Mac);
  };
  return async (text) => {
    pepper ??= ask().catch((fault: unknown) => {
      pepper = undefined;
      return Promise.reject(fault);
    });
    return createHmac("sha256", await pepper)
      .update(text)
      .digest("hex");
  };
};
