export { declareDatabase, listDatabases, mapResource, readDatabase, readEntity, unmapResource } from "./databases.ts";
export { endSubscription, listEntityChanges, subscribeDatabase } from "./districts.ts";
export {
  closeFault,
  listFigures,
  listMyFaults,
  listNotPooled,
  listPoolFaults,
  raiseFault,
  readFault,
  readFigures,
} from "./quality.ts";
export { readRecordTrace } from "./tracing.ts";
export {
  confirmVerification,
  decideRecord,
  listConflicts,
  listMyVerifications,
  readConflict,
  readVerification,
} from "./verifying.ts";
