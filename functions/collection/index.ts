export {
  ConsentEvent,
  RecordCollected,
  RecordCorrected,
  RecordMarked,
  RecordUnmarked,
  RecordWithdrawn,
  RowsTakenBack,
  RowsTakenIn,
} from "./events.ts";
export { Counts } from "./record/counts.ts";
export { openRecordIds, type RecordIdOf, Value, Values } from "./record/id.ts";
export { ITEM_STATES, PoolRecord } from "./record/record.ts";
export { recordNamedBy } from "./row/check.ts";
export { type Terms, termsOf } from "./row/terms.ts";
export { fitsItsItem } from "./row/value.ts";
export { type Holdings, openHoldings, openPool } from "./store/reader.ts";
