import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { type S3, type S3Options, startS3 } from "../../../local/s3/server.ts";
import { allowAll } from "../../../local/shared/caller.ts";
import { MovableClock } from "../../../local/shared/clock.ts";

export const DAY = 24 * 3600 * 1000;

/** An S3 of its own in a folder of its own, with a clock that can be moved and clients of the SDK. */
export type AStore = {
  readonly folder: string;
  readonly clock: MovableClock;
  readonly s3: S3;
  readonly client: S3Client;
  as(accessKeyId: string, config?: S3ClientConfig): S3Client;
  /** Ends the server and starts another on the same folder. */
  restart(): Promise<AStore>;
  stop(): Promise<void>;
};

const SECRETS: Readonly<Record<string, string>> = { OPERATOR: "operator-secret", WRITER: "writer-secret" };

export const aStore = async (
  options: Partial<Pick<S3Options, "authorise" | "folder">> = {},
  clock = new MovableClock(),
): Promise<AStore> => {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), "s3-"));
  const s3 = await startS3({
    folder,
    clock,
    authorise: options.authorise ?? allowAll,
    callerOf: (accessKeyId) => ({ accessKeyId, role: accessKeyId === "OPERATOR" ? "operator" : "writer" }),
    secretOf: (accessKeyId) => SECRETS[accessKeyId],
  });
  const clients: S3Client[] = [];
  const as = (accessKeyId: string, config: S3ClientConfig = {}) => {
    const credentials = { accessKeyId, secretAccessKey: SECRETS[accessKeyId] ?? "unknown" };
    const client = new S3Client({ endpoint: s3.url, region: "cn-north-1", maxAttempts: 1, credentials, ...config });
    clients.push(client);
    return client;
  };
  const end = async () => {
    for (const client of clients) client.destroy();
    await s3.close();
  };
  return {
    folder,
    clock,
    s3,
    client: as("OPERATOR"),
    as,
    restart: async () => {
      await end();
      return aStore({ ...options, folder }, clock);
    },
    stop: async () => {
      await end();
      clock.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** The name and status of the fault that a call ends with. */
export const faultOf = async (call: Promise<unknown>): Promise<{ readonly name: string; readonly status: number }> => {
  try {
    await call;
  } catch (fault) {
    const { name, $metadata } = fault as { name: string; $metadata?: { httpStatusCode?: number } };
    return { name, status: $metadata?.httpStatusCode ?? 0 };
  }
  return { name: "none", status: 200 };
};
