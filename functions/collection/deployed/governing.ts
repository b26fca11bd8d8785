import * as z from "zod";
import { openCatalogue } from "../../catalog/index.ts";
import { deployment } from "../../platform/deployment.ts";
import { readSettings } from "../../platform/settings.ts";
import { governingOver } from "../opened/governing.ts";
import { GOVERNING_SETTINGS } from "../settings/governing.ts";
import { batches, records } from "../store.ts";

const { tableOf, open, ...given } = deployment();
const settings = readSettings(z.object(GOVERNING_SETTINGS));
const pools = {
  ...given,
  records: open(records),
  batches: open(batches),
  catalogue: openCatalogue(tableOf("catalog")),
};

/** What listener and sweep need of AWS: neither files nor pseudonyms, so that they do not carry their clients along. */
export const deployed = {
  ...pools,
  ...governingOver(given.table, { reference: tableOf("reference").name, settings }, pools),
};
