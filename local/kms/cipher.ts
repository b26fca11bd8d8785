import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { ServiceFault } from "../shared/fault.ts";
import type { Key } from "./key.ts";

/** What a ciphertext is bound to besides its key; the order of the fields does not matter. */
export type EncryptionContext = Readonly<Record<string, string>>;

const FORMAT = 1;
const HEADER = 19;
const IV = 12;
const TAG = 16;

const boundTo = (header: Buffer, context: EncryptionContext): Buffer => {
  const fields = Object.entries(context).sort(([one], [other]) => (one < other ? -1 : 1));
  return Buffer.concat([header, Buffer.from(JSON.stringify(fields))]);
};

/** Closes a plaintext under the newest material of the key: format, key id, material, IV, tag, ciphertext. */
export const seal = (key: Key, plaintext: Buffer, context: EncryptionContext): Buffer => {
  const material = key.materials.length - 1;
  const header = Buffer.alloc(HEADER);
  header.writeUInt8(FORMAT, 0);
  Buffer.from(key.id.replaceAll("-", ""), "hex").copy(header, 1);
  header.writeUInt16BE(material, HEADER - 2);
  const iv = randomBytes(IV);
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(key.materials[material] ?? "", "base64"), iv);
  cipher.setAAD(boundTo(header, context));
  const closed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([header, iv, cipher.getAuthTag(), closed]);
};

const invalid = (): ServiceFault => new ServiceFault("InvalidCiphertextException", "The ciphertext cannot be read.");

/** The id of the key that closed a ciphertext. */
export const keyIdIn = (blob: Buffer): string => {
  if (blob.length < HEADER + IV + TAG || blob[0] !== FORMAT) throw invalid();
  const hex = blob.subarray(1, HEADER - 2).toString("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};

/** Opens what `seal` closed; another context, another key or a changed byte is InvalidCiphertextException. */
export const unseal = (key: Key, blob: Buffer, context: EncryptionContext): Buffer => {
  if (keyIdIn(blob) !== key.id) throw invalid();
  const header = blob.subarray(0, HEADER);
  const material = key.materials[header.readUInt16BE(HEADER - 2)];
  if (material === undefined) throw invalid();
  const iv = blob.subarray(HEADER, HEADER + IV);
  const opener = createDecipheriv("aes-256-gcm", Buffer.from(material, "base64"), iv);
  opener.setAAD(boundTo(header, context));
  opener.setAuthTag(blob.subarray(HEADER + IV, HEADER + IV + TAG));
  try {
    return Buffer.concat([opener.update(blob.subarray(HEADER + IV + TAG)), opener.final()]);
  } catch {
    throw invalid();
  }
};
