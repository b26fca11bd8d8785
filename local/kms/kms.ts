import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import * as z from "zod";
import type { Authorise, Caller } from "../shared/caller.ts";
import { ServiceFault, unsupported } from "../shared/fault.ts";
import { Faults, serveJsonWithFaults, strictly } from "../shared/faults.ts";
import type { JsonOperation, Listening } from "../shared/server.ts";
import { signDigest } from "./ecdsa.ts";
import type { KeyStore } from "./store.ts";

export type KmsOptions = {
  /** The keys of the templates; KMS closes it when it closes. */
  readonly store: KeyStore;
  readonly authorise: Authorise;
  readonly callerOf: (accessKeyId: string) => Caller;
};

export type Kms = Listening & { readonly faults: Faults };

const ALGORITHM = "ECDSA_SHA_256";
const DIGEST_BYTES = 32;

const KeyId = z.string().min(1).max(2048);
const Signing = z.strictObject({
  KeyId,
  Message: z.base64().transform((text) => Buffer.from(text, "base64")),
  MessageType: z.string().default("RAW"),
  SigningAlgorithm: z.string(),
});

/** Starts KMS on one machine: it signs, and gives public keys. Nothing here is encrypted, so nothing is opened. */
export const startKms = async ({ store, authorise, callerOf }: KmsOptions): Promise<Kms> => {
  /** The private half of a signing key in working order, for one who may do this with it. */
  const signingKey = (accessKeyId: string, action: string, keyId: string): { arn: string; secret: KeyObject } => {
    const key = store.find(keyId);
    const arn = store.arnOf(key);
    authorise(callerOf(accessKeyId), { action: `kms:${action}`, resource: arn });
    if (!key.enabled) throw new ServiceFault("DisabledException", `${arn} is disabled.`);
    if (key.secret === undefined) {
      const message = `${arn} key usage is ENCRYPT_DECRYPT which is not valid for ${action}.`;
      throw new ServiceFault("InvalidKeyUsageException", message);
    }
    const secret = createPrivateKey({ key: Buffer.from(key.secret, "base64"), format: "der", type: "pkcs8" });
    return { arn, secret };
  };

  const operations: Record<string, JsonOperation> = {
    Sign: strictly(Signing, ({ KeyId: id, Message, MessageType, SigningAlgorithm }, accessKeyId) => {
      const { arn, secret } = signingKey(accessKeyId, "Sign", id);
      if (MessageType !== "DIGEST") throw unsupported("KMS", `Sign with the message type ${MessageType}`);
      if (SigningAlgorithm !== ALGORITHM)
        throw new ServiceFault(
          "InvalidKeyUsageException",
          `Algorithm ${SigningAlgorithm} is incompatible with ${arn}.`,
        );
      if (Message.length !== DIGEST_BYTES)
        throw new ServiceFault("ValidationException", `Digest is invalid length: SHA-256 has ${DIGEST_BYTES} bytes.`);
      return { KeyId: arn, Signature: signDigest(secret, Message).toString("base64"), SigningAlgorithm };
    }),
    GetPublicKey: strictly(z.strictObject({ KeyId }), ({ KeyId: id }, accessKeyId) => {
      const { arn, secret } = signingKey(accessKeyId, "GetPublicKey", id);
      return {
        KeyId: arn,
        PublicKey: createPublicKey(secret).export({ format: "der", type: "spki" }).toString("base64"),
        KeySpec: "ECC_NIST_P256",
        KeyUsage: "SIGN_VERIFY",
        SigningAlgorithms: [ALGORITHM],
      };
    }),
  };
  const faults = new Faults();
  const listening = await serveJsonWithFaults({ service: "KMS", operations, faults });
  const close = async () => {
    await listening.close();
    store.close();
  };
  return { ...listening, faults, close };
};
