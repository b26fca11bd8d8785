import { deployment } from "../platform/deployment.ts";
import { openAccesses } from "./store.ts";
import type { Deps } from "./use-cases.ts";

const given = deployment();

/** What the ledger needs of AWS, for its door. */
export const deployed = { ...given, accesses: openAccesses(given.table) } satisfies Deps & typeof given;
