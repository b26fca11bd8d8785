import {
  giveBackGrant,
  listGrants,
  readGrant,
  readGrantUse,
  resumeGrant,
  revokeGrant,
  suspendGrant,
} from "./contract/grants.ts";
import { listDemands, listOffers, readOffer, recordDemand, withdrawDemand } from "./contract/lists.ts";
import {
  consentToCopy,
  listRequests,
  readRequest,
  requestData,
  reviewRequest,
  withdrawRequest,
} from "./contract/requests.ts";
import { listScenarios, publishScenario, readScenario, withdrawScenario } from "./contract/scenarios.ts";

/** Every operation of sharing. */
export const contract = {
  publishScenario,
  withdrawScenario,
  readScenario,
  listScenarios,
  readOffer,
  listOffers,
  recordDemand,
  withdrawDemand,
  listDemands,
  requestData,
  consentToCopy,
  reviewRequest,
  withdrawRequest,
  readRequest,
  listRequests,
  suspendGrant,
  resumeGrant,
  revokeGrant,
  giveBackGrant,
  readGrant,
  listGrants,
  readGrantUse,
};

/** Neighbours whose records sharing reads: the official calendar, and the editions of the catalogue. */
export const READS = ["reference", "catalog"] as const;
