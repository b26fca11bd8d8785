import * as z from "zod";
import type { Instant } from "../kernel/day.ts";
import { type Bucket, headObject, presignPut } from "./objects.ts";
import { UPLOADS_SETTINGS } from "./settings.ts";

const told = z.object(UPLOADS_SETTINGS);

/** The quarantine that a function is told of. */
export const uploadsBucket = ({
  AWS_ENDPOINT_URL_S3: another,
  UPLOADS_BUCKET: name,
  UPLOADS_ADDRESS: usual,
  AWS_REGION: region,
}: z.output<typeof told>): Bucket => ({ address: another === undefined ? usual : `${another}/${name}`, region });

/** Seconds for which an address to upload to is good: a large file over a slow line; a new one can be had at any time. */
const GOOD_FOR = 3600;

/** A file as it was announced: where it lies, how many bytes it has, and their SHA-256 in hexadecimal digits. */
type Announced = Readonly<{ key: string; bytes: number; sha256: string }>;

/** Where and how a file is sent. */
export type Address = Readonly<{ url: string; method: "PUT"; headers: Record<string, string>; goodForSeconds: number }>;

/** What lies there, as the store has measured it. */
type Sent = Readonly<{ bytes: number; sha256: string | undefined }>;

/** Opens the quarantine for the files of a context; `announced` says what of one is asked for. */
export const openUploads = <F>(bucket: Bucket, now: () => Instant, announced: (file: F) => Announced) => ({
  /**
   * Where and how the file is sent. Digest and length are signed with it, so that the store refuses any other file; the
   * same file may be sent again.
   */
  addressFor: async (file: F): Promise<Address> => {
    const { key, bytes, sha256 } = announced(file);
    const checksum = Buffer.from(sha256, "hex").toString("base64");
    const headers = { "x-amz-checksum-sha256": checksum, "content-length": String(bytes) };
    const url = await presignPut(bucket, key, headers, { seconds: GOOD_FOR, at: new Date(now()) });
    return { url, method: "PUT", headers, goodForSeconds: GOOD_FOR };
  },

  /** What was sent; nothing if nothing was. */
  sent: async (file: F): Promise<Sent | undefined> => {
    const found = await headObject(bucket, announced(file).key);
    if (found === undefined) return undefined;
    const { bytes, sha256 } = found;
    return { bytes, sha256: sha256 === undefined ? undefined : Buffer.from(sha256, "base64").toString("hex") };
  },
});
