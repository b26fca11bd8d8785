import { KMSClient } from "@aws-sdk/client-kms";
import { openRecordIds } from "../collection/index.ts";
import { recorded } from "../platform/aws.ts";
import { deployment } from "../platform/deployment.ts";
import { serve } from "../platform/serve.ts";
import { readSettings, told } from "../platform/settings.ts";
import { openSubjects } from "../platform/subject.ts";
import { exchanging } from "./contract.ts";
import { connectedOf, ExchangeSettings } from "./settings.ts";
import { openChain, openSpending } from "./store/exchanges.ts";
import { askSource } from "./store/source/ask.ts";
import { exchanges } from "./use-cases/exchange.ts";

const { table: own, tableOf, now, today, newId } = deployment();
const settings = readSettings(ExchangeSettings);
const peppered = openSubjects(recorded(new KMSClient({})), settings.SUBJECTS_KEY);
const connected = connectedOf(settings, readSettings(told).STAGE);

/** A repeat is an access of its own: nothing is kept of an answer but its digest. */
export const handler = serve(
  exchanging,
  exchanges({
    chain: openChain({ own, pool: tableOf("collection").name }),
    spend: openSpending({ own, ledger: settings.EVIDENCE_TABLE }),
    ask: askSource({ connected }),
    connected,
    recordIdOf: openRecordIds(peppered),
    subjectOf: peppered,
    need: settings.NEED,
    now,
    today,
    newId,
  }),
  async () => undefined,
);
