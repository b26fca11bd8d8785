import { createHmac, randomBytes } from "node:crypto";
import { join } from "node:path";
import * as z from "zod";
import { stateFile } from "../shared/state-file.ts";

/** What a role signs its requests with. */
export type AccessKey = { readonly accessKeyId: string; readonly secretAccessKey: string };

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

const Seed = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * Derives the access key of a name from a seed that lies in the data folder: the same key after every restart,
 * another one in every other folder.
 */
export const keysIn = (folder: string): ((name: string) => AccessKey) => {
  const file = stateFile(join(folder, "access-keys.seed"), (text) => Seed.parse(text));
  const kept = file.load();
  const seed = kept ?? randomBytes(32).toString("hex");
  if (kept === undefined) file.save(seed);
  const derive = (purpose: string, name: string) => createHmac("sha256", seed).update(`${purpose}:${name}`).digest();
  return (name) => ({
    accessKeyId: `AKIA${Array.from(derive("id", name).subarray(0, 16), (byte) => BASE32[byte % 32]).join("")}`,
    secretAccessKey: derive("secret", name).toString("base64").slice(0, 40),
  });
};
