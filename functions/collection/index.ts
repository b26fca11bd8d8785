export {
  ConsentEvent,
  RecordCollected,
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
export { openPool } from "./store/reader.ts";
