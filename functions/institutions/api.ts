import { serve } from "../platform/serve.ts";
import { readSettings } from "../platform/settings.ts";
import { openAnswers } from "../platform/store/answers.ts";
import { contract } from "./contract.ts";
import { depsOver, tableOf } from "./deployed.ts";
import { Settings } from "./settings.ts";
import { useCases } from "./use-cases.ts";

const table = tableOf(readSettings(Settings, process.env).TABLE);

export const handler = serve(contract, useCases(depsOver(table)), openAnswers(table));
