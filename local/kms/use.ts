import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import * as z from "zod";
import { ServiceFault } from "../shared/fault.ts";
import { keyIdIn, seal, unseal } from "./cipher.ts";
import type { Asker, Desk } from "./desk.ts";
import { type Key, KINDS } from "./key.ts";
import { type Operations, operation } from "./operation.ts";
import { isSignatureOf, publicDerOf, signatureOf } from "./signing.ts";

const KeyId = z.string().min(1).max(2048);
const Context = z.record(z.string(), z.string()).default({});
const Blob = (bytes: number) =>
  z
    .base64()
    .transform((text) => Buffer.from(text, "base64"))
    .refine(({ length }) => length >= 1 && length <= bytes, `must be 1 to ${bytes} bytes`);
const Algorithm = z.literal("SYMMETRIC_DEFAULT").optional();
const Message = { Message: Blob(4096), MessageType: z.enum(["RAW", "DIGEST"]).default("RAW") };

/** Encryption under symmetric keys, each ciphertext bound to its encryption context. */
export const cipherOperations = (desk: Desk): Operations => {
  const { store } = desk;

  const encryptionKey = async (asker: Asker, action: string, id: string, context: Record<string, string>) => {
    const key = await desk.working(asker, action, id, { context });
    desk.usable(key, "ENCRYPT_DECRYPT", action);
    return key;
  };

  /** Opens a ciphertext for one who may use the key that closed it. */
  const open = async (asker: Asker, action: string, blob: Buffer, context: Record<string, string>, named?: string) => {
    const closedBy = keyIdIn(blob);
    const known = store.keys().some(({ id }) => id === closedBy);
    if (!known) throw new ServiceFault("InvalidCiphertextException", "The ciphertext refers to a key that is gone.");
    const key = await encryptionKey(asker, action, named ?? closedBy, context);
    if (key.id !== closedBy)
      throw new ServiceFault("IncorrectKeyException", "The ciphertext was not made with the key of this request.");
    return { key, plaintext: unseal(key, blob, context) };
  };

  const DataKey = {
    KeyId,
    EncryptionContext: Context,
    KeySpec: z.enum(["AES_256", "AES_128"]).optional(),
    NumberOfBytes: z.int().min(1).max(1024).optional(),
  };
  const dataKey = (action: string, withPlaintext: boolean) =>
    operation(z.strictObject(DataKey), async (input, asker) => {
      const key = await encryptionKey(asker, action, input.KeyId, input.EncryptionContext);
      if ((input.KeySpec === undefined) === (input.NumberOfBytes === undefined))
        throw new ServiceFault("ValidationException", "Please specify either number of bytes or key spec.");
      const plaintext = randomBytes(input.NumberOfBytes ?? (input.KeySpec === "AES_128" ? 16 : 32));
      return {
        CiphertextBlob: seal(key, plaintext, input.EncryptionContext).toString("base64"),
        ...(withPlaintext && { Plaintext: plaintext.toString("base64") }),
        KeyId: store.arnOf(key),
      };
    });

  return {
    Encrypt: operation(
      z.strictObject({ KeyId, Plaintext: Blob(4096), EncryptionContext: Context, EncryptionAlgorithm: Algorithm }),
      async ({ KeyId: id, Plaintext, EncryptionContext: context }, asker) => {
        const key = await encryptionKey(asker, "Encrypt", id, context);
        const CiphertextBlob = seal(key, Plaintext, context).toString("base64");
        return { CiphertextBlob, KeyId: store.arnOf(key), EncryptionAlgorithm: "SYMMETRIC_DEFAULT" };
      },
    ),
    Decrypt: operation(
      z.strictObject({
        CiphertextBlob: Blob(6144),
        KeyId: KeyId.optional(),
        EncryptionContext: Context,
        EncryptionAlgorithm: Algorithm,
      }),
      async ({ CiphertextBlob, KeyId: named, EncryptionContext: context }, asker) => {
        const { key, plaintext } = await open(asker, "Decrypt", CiphertextBlob, context, named);
        const Plaintext = plaintext.toString("base64");
        return { Plaintext, KeyId: store.arnOf(key), EncryptionAlgorithm: "SYMMETRIC_DEFAULT" };
      },
    ),
    ReEncrypt: operation(
      z.strictObject({
        CiphertextBlob: Blob(6144),
        SourceKeyId: KeyId.optional(),
        SourceEncryptionContext: Context,
        SourceEncryptionAlgorithm: Algorithm,
        DestinationKeyId: KeyId,
        DestinationEncryptionContext: Context,
        DestinationEncryptionAlgorithm: Algorithm,
      }),
      async (input, asker) => {
        const { SourceEncryptionContext: before, DestinationEncryptionContext: after } = input;
        const { key: from, plaintext } = await open(
          asker,
          "ReEncryptFrom",
          input.CiphertextBlob,
          before,
          input.SourceKeyId,
        );
        const to = await encryptionKey(asker, "ReEncryptTo", input.DestinationKeyId, after);
        const CiphertextBlob = seal(to, plaintext, after).toString("base64");
        return { CiphertextBlob, SourceKeyId: store.arnOf(from), KeyId: store.arnOf(to) };
      },
    ),
    GenerateDataKey: dataKey("GenerateDataKey", true),
    GenerateDataKeyWithoutPlaintext: dataKey("GenerateDataKeyWithoutPlaintext", false),
    GenerateRandom: operation(z.strictObject({ NumberOfBytes: z.int().min(1).max(1024) }), (input, asker) => {
      desk.allow(asker, "GenerateRandom");
      return { Plaintext: randomBytes(input.NumberOfBytes).toString("base64") };
    }),
  };
};

/** Signatures and message authentication codes. */
export const signatureOperations = (desk: Desk): Operations => {
  const { store } = desk;

  const signingKey = async (asker: Asker, action: string, id: string, algorithm: string, type: string) => {
    const facts = { "kms:SigningAlgorithm": algorithm, "kms:MessageType": type };
    const key = await desk.working(asker, action, id, { facts });
    desk.usable(key, "SIGN_VERIFY", action);
    return key;
  };
  const macKey = async (asker: Asker, action: string, id: string) => {
    const key = await desk.working(asker, action, id, { facts: { "kms:MacAlgorithm": "HMAC_SHA_256" } });
    desk.usable(key, "GENERATE_VERIFY_MAC", action);
    return key;
  };
  const macOf = (key: Key, message: Buffer) =>
    createHmac("sha256", Buffer.from(key.materials.at(-1) ?? "", "base64"))
      .update(message)
      .digest();
  const Mac = { KeyId, Message: Blob(4096), MacAlgorithm: z.literal("HMAC_SHA_256") };

  return {
    Sign: operation(
      z.strictObject({ KeyId, ...Message, SigningAlgorithm: z.string() }),
      async ({ KeyId: id, Message: message, MessageType: type, SigningAlgorithm: algorithm }, asker) => {
        const key = await signingKey(asker, "Sign", id, algorithm, type);
        const arn = store.arnOf(key);
        const Signature = signatureOf({ key, arn, algorithm, message, type }).toString("base64");
        return { KeyId: arn, Signature, SigningAlgorithm: algorithm };
      },
    ),
    Verify: operation(
      z.strictObject({ KeyId, ...Message, SigningAlgorithm: z.string(), Signature: Blob(6144) }),
      async ({ KeyId: id, Message: message, MessageType: type, SigningAlgorithm: algorithm, Signature }, asker) => {
        const key = await signingKey(asker, "Verify", id, algorithm, type);
        const arn = store.arnOf(key);
        if (!isSignatureOf({ key, arn, algorithm, message, type }, Signature))
          throw new ServiceFault("KMSInvalidSignatureException", "The signature is not that of this message and key.");
        return { KeyId: arn, SignatureValid: true, SigningAlgorithm: algorithm };
      },
    ),
    GetPublicKey: operation(z.strictObject({ KeyId }), async ({ KeyId: id }, asker) => {
      const key = await desk.working(asker, "GetPublicKey", id);
      if (KINDS[key.spec].usage !== "SIGN_VERIFY")
        throw new ServiceFault("UnsupportedOperationException", `${store.arnOf(key)} has no public key.`);
      return {
        KeyId: store.arnOf(key),
        PublicKey: publicDerOf(key).toString("base64"),
        KeySpec: key.spec,
        CustomerMasterKeySpec: key.spec,
        KeyUsage: KINDS[key.spec].usage,
        SigningAlgorithms: KINDS[key.spec].algorithms,
      };
    }),
    GenerateMac: operation(z.strictObject(Mac), async ({ KeyId: id, Message: message, MacAlgorithm }, asker) => {
      const key = await macKey(asker, "GenerateMac", id);
      return { Mac: macOf(key, message).toString("base64"), MacAlgorithm, KeyId: store.arnOf(key) };
    }),
    VerifyMac: operation(
      z.strictObject({ ...Mac, Mac: Blob(6144) }),
      async ({ KeyId: id, Message: message, MacAlgorithm, Mac: given }, asker) => {
        const key = await macKey(asker, "VerifyMac", id);
        const mac = macOf(key, message);
        if (mac.length !== given.length || !timingSafeEqual(mac, given))
          throw new ServiceFault("KMSInvalidMacException", "The code is not that of this message and key.");
        return { KeyId: store.arnOf(key), MacValid: true, MacAlgorithm };
      },
    ),
  };
};
