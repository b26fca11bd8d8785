import { synthesiseIfChanged } from "../../local/cloud/synthesis.ts";

/** Before any test: the bundles and the assembly of the stage `local`, if what they are made from has changed. */
const buildOnce = (): Promise<void> => synthesiseIfChanged({ build: true });

// biome-ignore lint/style/noDefaultExport: what jest asks of a global setup.
export default buildOnce;
