import * as beside from "./contract/beside-exchange.ts";
import * as exchanging from "./contract/exchange.ts";
import * as grants from "./contract/grants.ts";
import * as lists from "./contract/lists.ts";
import * as requests from "./contract/requests.ts";
import * as scenarios from "./contract/scenarios.ts";

/** What `api` serves. */
export const ordinary = { ...scenarios, ...lists, ...requests, ...grants, ...beside };

/** What the exchange serves, in a function of its own. */
export { exchanging };

/** Every operation of sharing. */
export const contract = { ...ordinary, ...exchanging };
