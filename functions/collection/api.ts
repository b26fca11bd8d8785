import { serve } from "../platform/serve.ts";
import { readSettings } from "../platform/settings.ts";
import { openAnswers } from "../platform/store/answers.ts";
import { contract } from "./contract.ts";
import { deployed } from "./deployed.ts";
import { Settings } from "./settings.ts";
import { useCases } from "./use-cases.ts";

const deps = deployed(readSettings(Settings, process.env));

export const handler = serve(contract, useCases(deps), openAnswers(deps.table));
