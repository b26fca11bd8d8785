import { readFileSync } from "node:fs";
import { accept } from "../kernel/outcome.ts";
import { serve } from "../platform/serve.ts";
import { contract } from "./contract.ts";

/** The files that `build.mjs` lays beside this bundle. */
const file = (name: string) => {
  const text = readFileSync(new URL(name, import.meta.url), "utf8");
  return async () => accept({ now: text });
};

/** The documentation needs no sign-in and no data: its function can read nothing but its own files. */
export const handler = serve(
  contract,
  { readDocs: file("index.html"), readDocsScript: file("redoc.js"), readOpenApi: file("openapi.json") },
  async () => undefined,
);
