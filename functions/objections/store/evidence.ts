import type { Instant } from "../../kernel/day.ts";
import { type Bucket, headObject, presignPut } from "../../platform/objects.ts";
import type { Sent } from "../filing.ts";
import type { Evidence } from "../objection.ts";

/** The quarantine in which files of evidence wait, apart from files of data. */
type Quarantine = Readonly<{ bucket: Bucket; now: () => Instant }>;

/** Seconds for which an address to upload to is good. */
const GOOD_FOR = 3600;

const keyOf = ({ id }: Pick<Evidence, "id">): string => `objections/${id}`;

/** Where and how a file is sent; size and digest are signed with the address, so that no other file is taken there. */
export const openAddress =
  ({ bucket, now }: Quarantine) =>
  async (file: Evidence) => {
    const checksum = Buffer.from(file.sha256, "hex").toString("base64");
    const headers = { "x-amz-checksum-sha256": checksum, "content-length": String(file.size) };
    const url = await presignPut(bucket, keyOf(file), headers, { seconds: GOOD_FOR, at: new Date(now()) });
    return { url, method: "PUT" as const, headers, goodForSeconds: GOOD_FOR };
  };

/** What was sent, as the store has measured it; nothing if nothing was. */
export const findSent =
  ({ bucket }: Quarantine) =>
  async (file: Evidence): Promise<Sent | undefined> => {
    const found = await headObject(bucket, keyOf(file));
    if (found === undefined) return undefined;
    const { bytes, sha256 } = found;
    return { bytes, sha256: sha256 === undefined ? undefined : Buffer.from(sha256, "base64").toString("hex") };
  };
