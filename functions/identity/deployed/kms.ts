import { createHash, createPublicKey } from "node:crypto";
import { GetPublicKeyCommand, type KMSClient, SignCommand } from "@aws-sdk/client-kms";
import { joseSignature } from "../ecdsa.ts";
import { EcJwk } from "../public-key.ts";
import type { NamedKey, SigningKeys } from "../signing.ts";

/** A digest of the ARN: a signer knows it without a call, and it tells nobody the account. */
const kidOf = (arn: string): string => createHash("sha256").update(arn).digest("base64url");

/** Keys in KMS by their ARNs, the signing one first. A public key never changes, so each is asked for once. */
export const openSigningKeys = (kms: KMSClient, arns: readonly string[]): SigningKeys => {
  let known: Promise<readonly NamedKey[]> | undefined;
  const ask = async (KeyId: string): Promise<NamedKey> => {
    const { PublicKey = new Uint8Array() } = await kms.send(new GetPublicKeyCommand({ KeyId }));
    const key = createPublicKey({ key: Buffer.from(PublicKey), format: "der", type: "spki" });
    return { ...EcJwk.parse(key.export({ format: "jwk" })), kid: kidOf(KeyId) };
  };
  return {
    kid: kidOf(arns[0] ?? ""),
    publicKeys: () => {
      known ??= Promise.all(arns.map(ask)).catch((fault: unknown) => {
        known = undefined;
        return Promise.reject(fault);
      });
      return known;
    },
    sign: async (data) => {
      const { Signature = new Uint8Array() } = await kms.send(
        new SignCommand({
          KeyId: arns[0],
          Message: createHash("sha256").update(data).digest(),
          MessageType: "DIGEST",
          SigningAlgorithm: "ECDSA_SHA_256",
        }),
      );
      return joseSignature(Signature);
    },
  };
};
