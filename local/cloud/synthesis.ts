import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** All that the assembly of the stage `local` is made from. */
const SOURCES = ["build.mjs", "cdk.json", "data", "functions", "infra", "law", "package-lock.json", "statemachines"];

const filesIn = (path: string): readonly string[] => {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesIn(join(path, name)));
};

/** A digest of everything the assembly is made from. */
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

/**
 * Synthesises the stage `local` into `cdk.out/local` if anything it is made from has changed since the last time, and
 * answers the folder. `build` bundles first, for callers that have not.
 */
export const synthesiseIfChanged = ({ build }: { readonly build: boolean }): string => {
  const folder = join("cdk.out", "local");
  const stamp = join(folder, "sources.sha256");
  const digest = digestOfSources();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return folder;
  if (build) run("build.mjs");
  run("dist/infra/synth.mjs", "--stage", "local");
  writeFileSync(stamp, digest);
  return folder;
};
