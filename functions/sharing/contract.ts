import * as grants from "./contract/grants.ts";
import * as lists from "./contract/lists.ts";
import * as requests from "./contract/requests.ts";
import * as scenarios from "./contract/scenarios.ts";

/** Every operation of sharing. */
export const contract = { ...scenarios, ...lists, ...requests, ...grants };
