import { serve } from "../platform/serve.ts";
import { readSettings } from "../platform/settings.ts";
import { contract } from "./contract.ts";
import { deployed } from "./deployed.ts";
import { Settings } from "./settings.ts";
import { useCases } from "./use-cases.ts";

const { TABLE } = readSettings(Settings, process.env);

export const handler = serve(contract, useCases(deployed(TABLE)), async () => undefined);
