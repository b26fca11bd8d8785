import { dynamoClient } from "../platform/aws.ts";
import { newId } from "../platform/id.ts";
import { serve } from "../platform/serve.ts";
import { readSettings } from "../platform/settings.ts";
import { openAnswers } from "../platform/store/answers.ts";
import { openStore } from "../platform/store/open.ts";
import { now, today } from "../platform/time.ts";
import { signedIn } from "./contract.ts";
import { Settings } from "./settings.ts";
import { clients } from "./store.ts";
import { clientUseCases } from "./use-cases/clients.ts";

const { TABLE } = readSettings(Settings, process.env);
const table = { dynamo: dynamoClient(), name: TABLE, now };

export const handler = serve(
  signedIn,
  clientUseCases({ clients: openStore(clients, table), today, newId }),
  openAnswers(table),
);
