import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";
import { ServiceFault } from "../shared/fault.ts";

/** Two folders up is the project, seen from here and from a bundle in `dist/<piece>/` alike. */
const SOURCE = fileURLToPath(new URL("../../local/lambda/worker.ts", import.meta.url));

/** Writes the code of a worker thread into this folder (a thread cannot load TypeScript) and answers its path. */
export const compileWorker = (folder: string): string => {
  mkdirSync(folder, { recursive: true });
  const { code } = transformSync(readFileSync(SOURCE, "utf8"), { loader: "ts", format: "esm", target: "node20" });
  const file = resolve(folder, "worker.mjs");
  writeFileSync(file, code);
  return file;
};

/** The file that holds a function's handler: a bundle is `index.mjs`; what CDK inlines lands as `index.js`. */
export const moduleOf = (codeFolder: string, name: string): string => {
  const found = [`${name}.mjs`, `${name}.js`, `${name}.cjs`]
    .map((it) => join(codeFolder, it))
    .find((it) => existsSync(it));
  if (found === undefined) {
    throw new ServiceFault("InvalidParameterValueException", `There is no ${name}.mjs in ${codeFolder}.`);
  }
  return found;
};
