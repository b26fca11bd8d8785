import { createHmac, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a role signs its requests with. */
export type AccessKey = { readonly accessKeyId: string; readonly secretAccessKey: string };

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * Derives the access key of a name from a seed that lies in the data folder: the same key after every restart,
 * another one in every other folder.
 */
export const keysIn = (folder: string): ((name: string) => AccessKey) => {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "access-keys.seed");
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString("hex"), { mode: 0o600 });
  const seed = readFileSync(file, "utf8");
  const derive = (purpose: string, name: string) => createHmac("sha256", seed).update(`${purpose}:${name}`).digest();
  return (name) => ({
    accessKeyId: `AKIA${Array.from(derive("id", name).subarray(0, 16), (byte) => BASE32[byte % 32]).join("")}`,
    secretAccessKey: derive("secret", name).toString("base64").slice(0, 40),
  });
};
