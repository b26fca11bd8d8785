import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { FolderInUse, lockFolder } from "./lock.ts";

/** All that the assembly of the stage `local` is made from. */
const SOURCES = ["build.mjs", "cdk.json", "data", "functions", "infra", "law", "package-lock.json", "statemachines"];

/** Where the assembly of the stage `local` lies, seen from the root of the project. */
export const ASSEMBLY = join("cdk.out", "local");

/**
 * Synthesises the stage `local` if anything it is made from has changed since the last time. `build` bundles first,
 * for callers that have not. Several processes may ask at once: one works, the others wait for it.
 */
export const synthesiseIfChanged = async ({ build }: { readonly build: boolean }): Promise<void> => {
  const unlock = await waitForLock("cdk.out");
  try {
    const stamp = join(ASSEMBLY, "sources.sha256");
    const digest = digestOfSources();
    if (existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return;
    if (build) run("build.mjs");
    run("dist/infra/synth.mjs", "--stage", "local", "--out", ASSEMBLY);
    writeFileSync(stamp, digest);
  } finally {
    unlock();
  }
};

const waitForLock = async (folder: string): Promise<() => void> => {
  for (;;) {
    try {
      return lockFolder(folder);
    } catch (error) {
      if (!(error instanceof FolderInUse)) throw error;
      await sleep(200);
    }
  }
};

const filesIn = (path: string): readonly string[] => {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesIn(join(path, name)));
};

const digestOfSources = (): string => {
  const hash = createHash("sha256");
  for (const file of SOURCES.flatMap(filesIn)) hash.update(`${file}\0`).update(readFileSync(file)).update("\0");
  return hash.digest("hex");
};

const run = (...command: readonly string[]): void => {
  execFileSync(process.execPath, command, {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, CDK_VALIDATION: "false" },
  });
};
