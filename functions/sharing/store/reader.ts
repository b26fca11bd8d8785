import { type Wanted, wanted } from "../../platform/store/together.ts";
import type { Grant } from "../grant.ts";
import { grants } from "./grants.ts";

/** For neighbours: wants a grant from the table of sharing, to be read together with records of their own. */
export const wantedGrant = (table: string, id: string): Wanted<Grant> => wanted(grants, table, id);
