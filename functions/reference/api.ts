import { deployment } from "../platform/deployment.ts";
import { serve } from "../platform/serve.ts";
import { signedIn } from "./contract.ts";
import { depsOver } from "./deployed.ts";
import { keeping } from "./use-cases/keeping.ts";

const { table, answers } = deployment();

export const handler = serve(signedIn, keeping(depsOver(table)), answers);
