import { demands } from "./store/demands.ts";
import { grants } from "./store/grants.ts";
import { offers } from "./store/offers.ts";
import { requests } from "./store/requests.ts";
import { scenarios } from "./store/scenarios.ts";
import { counts } from "./store/usage.ts";

/** Every kind of record of sharing. */
export const stores = [offers, scenarios, demands, requests, grants, counts] as const;
