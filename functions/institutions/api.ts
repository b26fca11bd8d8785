import { serve } from "../platform/serve.ts";
import { contract } from "./contract.ts";
import { deployed } from "./deployed.ts";
import { useCases } from "./use-cases.ts";

export const handler = serve(contract, useCases(deployed), deployed.answers);
