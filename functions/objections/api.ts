import { serve } from "../platform/serve.ts";
import { ordinary } from "./contract.ts";
import { deployed } from "./deployed.ts";
import { useCases } from "./use-cases.ts";

export const handler = serve(ordinary, useCases(deployed), deployed.answers);
