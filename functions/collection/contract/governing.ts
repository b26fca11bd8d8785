export {
  declareDatabase,
  endSubscription,
  listDatabases,
  listEntityChanges,
  mapResource,
  readDatabase,
  readEntity,
  subscribeDatabase,
  unmapResource,
} from "./databases.ts";
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
