import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname } from "node:path";

/** After all tests: takes away the run's folder, and only that; a run that is watched makes another one. */
const afterAll = (): void => {
  const folder = tmpdir();
  if (!basename(folder).startsWith("onenet-tests-")) return;
  rmSync(folder, { recursive: true, force: true });
  process.env["TMPDIR"] = dirname(folder);
};

// biome-ignore lint/style/noDefaultExport: what jest asks of a global teardown.
export default afterAll;
