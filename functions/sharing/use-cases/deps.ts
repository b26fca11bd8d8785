import type { openPool } from "../../collection/index.ts";
import type { Calendar } from "../../kernel/calendar.ts";
import type { Day, Instant } from "../../kernel/day.ts";
import type { Outcome } from "../../kernel/outcome.ts";
import type { Answer, Call } from "../../platform/operation.ts";
import type { Change, CommitRefusal } from "../../platform/store/commit.ts";
import type { Found } from "../../platform/store/open.ts";
import type { Need } from "../chain/need.ts";
import type { Grant } from "../grant.ts";
import type { Offer } from "../offer.ts";
import type { Terms } from "../request/filing.ts";
import type { Request } from "../request/request.ts";
import type { Scenario } from "../scenario.ts";
import type { Demands } from "../store/demands.ts";
import type { ReadChain } from "../store/exchanges.ts";
import type { Grants } from "../store/grants.ts";
import type { Offers } from "../store/offers.ts";
import type { Requests } from "../store/requests.ts";
import type { Scenarios } from "../store/scenarios.ts";
import type { Connected } from "../store/source/address.ts";
import type { UsedOn } from "../store/usage.ts";

export type Stores = Readonly<{
  offers: Offers;
  scenarios: Scenarios;
  demands: Demands;
  requests: Requests;
  grants: Grants;
}>;

/** What the use cases of the doors need. */
export type Deps = Readonly<{
  stores: Stores;
  /** Offers by id, in their order, by one read; undefined where there is none. */
  offersOf: (ids: readonly string[]) => Promise<(Offer | undefined)[]>;
  /** What a wish rests on, by one read. */
  offerAndScenario: (
    resource: string,
    scenario: string | undefined,
  ) => Promise<{ offer: Offer | undefined; scenario: Scenario | undefined }>;
  /** A request and the grant that it may have led to already, by one read. */
  requestAndGrant: (id: string) => Promise<{ request: Found<Request> | undefined; grant: Found<Grant> | undefined }>;
  /** Saves a request, and the grant of it, in one transaction. */
  saveRequest: (
    changes: readonly Change<never>[],
    answer: Answer<Request>,
    call: Call,
  ) => Promise<Outcome<Answer<Request>, CommitRefusal>>;
  /** What an exchange under a grant would rest on now. */
  chain: ReadChain;
  pool: Pick<ReturnType<typeof openPool>, "changes">;
  connected: Connected;
  need: Need;
  now: () => Instant;
  /** A grant and its use on these days, by one read. */
  usage: (grant: string, from: Day, to: Day) => Promise<UsedOn[]>;
  calendar: () => Promise<Calendar>;
  today: () => Day;
  newId: () => string;
  terms: Terms;
}>;
