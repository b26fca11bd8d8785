import { readSettings } from "../platform/settings.ts";
import { collecting, tableOf } from "./deployed/collecting.ts";
import { governingOver } from "./opened/governing.ts";
import { Settings } from "./settings.ts";

const told = { reference: tableOf("reference").name, settings: readSettings(Settings) };

/** What the context needs of AWS, for its doors: to collect, and to govern what was collected. */
export const deployed = { ...collecting, ...governingOver(collecting.table, told, collecting) };
