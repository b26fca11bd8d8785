import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { SourceFile } from "./reading.ts";

const AREAS = ["functions", "statemachines", "infra", "test"];

const filesUnder = async (folder: string): Promise<string[]> => {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((it) => it.isFile() && (it.name.endsWith(".ts") || it.name.endsWith(".asl.json")))
    .map((it) => join(it.parentPath, it.name))
    .sort();
};

/** Reads what law and code are compared by; rejects when `root` is not the root of the repository. */
export const readRepository = async (root: string): Promise<SourceFile[]> => {
  const paths = (await Promise.all(AREAS.map((area) => filesUnder(join(root, area))))).flat();
  return Promise.all(
    paths.map(async (path) => ({
      path: relative(root, path).split(sep).join("/"),
      text: await readFile(path, "utf8"),
    })),
  );
};
