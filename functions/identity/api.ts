import { deployment } from "../platform/deployment.ts";
import { serve } from "../platform/serve.ts";
import { ordinary } from "./contract.ts";
import { clients } from "./store.ts";
import { clientUseCases } from "./use-cases/clients.ts";

const { open, answers, ...given } = deployment();

export const handler = serve(ordinary, clientUseCases({ ...given, clients: open(clients) }), answers);
