import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesiseIfChanged } from "../../local/cloud/synthesis.ts";

/**
 * Before any test: the bundles and the assembly of the stage `local`, if what they are made from has changed; and a
 * folder for all that this run, and what it kills, would leave behind (after-all.ts takes it away).
 */
const beforeAll = async (): Promise<void> => {
  await synthesiseIfChanged({ build: true });
  process.env["TMPDIR"] = mkdtempSync(join(tmpdir(), "onenet-tests-"));
};

// biome-ignore lint/style/noDefaultExport: what jest asks of a global setup.
export default beforeAll;
