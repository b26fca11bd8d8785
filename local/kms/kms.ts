import { createHmac, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import * as z from "zod";
import type { Authorise, Caller } from "../shared/caller.ts";
import { ServiceFault, unsupported } from "../shared/fault.ts";
import { Faults, serveJsonWithFaults, strictly } from "../shared/faults.ts";
import type { JsonOperation, Listening } from "../shared/server.ts";
import { signDigest } from "./ecdsa.ts";
import { type KeySpec, USES } from "./key.ts";
import type { KeyStore } from "./store.ts";

type KmsOptions = {
  /** The keys of the templates; KMS closes it when it closes. */
  readonly store: KeyStore;
  readonly authorise: Authorise;
  readonly callerOf: (accessKeyId: string) => Caller;
};

export type Kms = Listening & { readonly faults: Faults };

const ALGORITHM = "ECDSA_SHA_256";
const MAC_ALGORITHM = "HMAC_SHA_256";
const DIGEST_BYTES = 32;

const KeyId = z.string().min(1).max(2048);
/** 1 to 4096 bytes, as the service takes them. */
const Message = z
  .base64()
  .transform((text) => Buffer.from(text, "base64"))
  .refine(({ length }) => length >= 1 && length <= 4096, "must be 1 to 4096 bytes");
const MakingMac = z.strictObject({ KeyId, Message, MacAlgorithm: z.string() });
const Signing = z.strictObject({
  KeyId,
  Message,
  MessageType: z.string().default("RAW"),
  SigningAlgorithm: z.string(),
});

/** Starts KMS on one machine: it signs, gives public keys, and makes MACs. Nothing here is encrypted, so nothing is opened. */
export const startKms = async ({ store, authorise, callerOf }: KmsOptions): Promise<Kms> => {
  /** The secret of a key of this kind in working order, for one who may do this with it. */
  const working = (accessKeyId: string, action: string, keyId: string, spec: KeySpec) => {
    const key = store.find(keyId);
    const arn = store.arnOf(key);
    authorise(callerOf(accessKeyId), { action: `kms:${action}`, resource: arn });
    if (!key.enabled) throw new ServiceFault("DisabledException", `${arn} is disabled.`);
    if (key.spec !== spec || key.secret === undefined) {
      const message = `${arn} key usage is ${USES[key.spec]} which is not valid for ${action}.`;
      throw new ServiceFault("InvalidKeyUsageException", message);
    }
    return { arn, secret: Buffer.from(key.secret, "base64") };
  };
  const signingKey = (accessKeyId: string, action: string, keyId: string): { arn: string; secret: KeyObject } => {
    const { arn, secret } = working(accessKeyId, action, keyId, "ECC_NIST_P256");
    return { arn, secret: createPrivateKey({ key: secret, format: "der", type: "pkcs8" }) };
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
    GenerateMac: strictly(MakingMac, ({ KeyId: id, Message, MacAlgorithm }, accessKeyId) => {
      const { arn, secret } = working(accessKeyId, "GenerateMac", id, "HMAC_256");
      if (MacAlgorithm !== MAC_ALGORITHM)
        throw new ServiceFault("InvalidKeyUsageException", `Algorithm ${MacAlgorithm} is incompatible with ${arn}.`);
      return { KeyId: arn, Mac: createHmac("sha256", secret).update(Message).digest("base64"), MacAlgorithm };
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
