import { deployment } from "../platform/deployment.ts";
import { serve } from "../platform/serve.ts";
import { contract } from "./contract.ts";
import { depsOver } from "./deployed.ts";
import { useCases } from "./use-cases.ts";

const { table, answers } = deployment();

export const handler = serve(contract, useCases(depsOver(table)), answers);
