import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(__dirname, "../..");

/** What is made, installed or kept beside the sources. */
const BESIDE = new Set(["node_modules", "dist", "cdk.out", ".git", ".local", "coverage"]);

/** Paths of the repository's own files under these folders, from the root, with forward slashes. */
export const filesUnder = (...folders: readonly string[]): string[] =>
  folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = folder === "." ? entry.name : `${folder}/${entry.name}`;
      if (BESIDE.has(entry.name)) return [];
      return entry.isDirectory() ? filesUnder(path) : [path];
    }),
  );

export const textOf = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** Folders of functions/ that hold a context: all but the kernel and the platform. */
export const contextFolders = (): string[] =>
  readdirSync(join(ROOT, "functions"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "kernel" && entry.name !== "platform")
    .map(({ name }) => name);
