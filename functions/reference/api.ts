import { serve } from "../platform/serve.ts";
import { readSettings } from "../platform/settings.ts";
import { openAnswers } from "../platform/store/answers.ts";
import { signedIn } from "./contract.ts";
import { depsOver, tableOf } from "./deployed.ts";
import { Settings } from "./settings.ts";
import { keeping } from "./use-cases/keeping.ts";

const table = tableOf(readSettings(Settings, process.env).TABLE);

export const handler = serve(signedIn, keeping(depsOver(table)), openAnswers(table));
