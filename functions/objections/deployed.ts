import { deployment } from "../platform/deployment.ts";
import { readSettings } from "../platform/settings.ts";
import { openCalendar } from "../reference/index.ts";
import { depsOver } from "./opened.ts";
import { Settings } from "./settings.ts";
import type { Deps } from "./use-cases.ts";

const given = deployment();
const neighbours = ["catalog", "collection", "institutions", "evidence"] as const;
const [catalog = "", collection = "", institutions = "", evidence = ""] = neighbours.map(
  (it) => given.tableOf(it).name,
);
const notices = readSettings(Settings).NOTICES_TABLE;

/** What objections need of AWS, for their doors. */
export const deployed = {
  ...depsOver(given.table, { catalog, collection, institutions, evidence, notices }),
  ...given,
  calendar: openCalendar(given.tableOf("reference")),
} satisfies Deps & typeof given;
