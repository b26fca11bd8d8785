import { serve } from "../platform/serve.ts";
import { ordinary } from "./contract.ts";
import { deployed } from "./deployed.ts";
import { keeping } from "./use-cases/keeping.ts";

export const handler = serve(ordinary, keeping(deployed), deployed.answers);
