import { ResourcePublished, ResourceRetired } from "../../catalog/index.ts";
import {
  ObjectionDecided,
  ObjectionHandedOver,
  ObjectionReceived,
  ObjectionWithdrawn,
} from "../../objections/index.ts";
import { CalendarChanged } from "../../reference/index.ts";
import {
  BatchSubmitted,
  RecordCollected,
  RecordCorrected,
  RecordMarked,
  RecordUnmarked,
  RecordWithdrawn,
  RowsTakenBack,
  RowsTakenIn,
  WithdrawalBegun,
} from "../events.ts";
import { DatabaseMapped, RecordDecided, VerificationConfirmed, VerificationOpened } from "./governing.ts";

/** What the listener hears: of files, of what moves in a pool, what objections say of records, and the catalogue and calendar. */
export const HEARS = [
  BatchSubmitted,
  WithdrawalBegun,
  RowsTakenIn,
  RowsTakenBack,
  RecordCollected,
  RecordWithdrawn,
  RecordDecided,
  RecordCorrected,
  RecordMarked,
  RecordUnmarked,
  ObjectionReceived,
  ObjectionHandedOver,
  ObjectionDecided,
  ObjectionWithdrawn,
  VerificationOpened,
  VerificationConfirmed,
  DatabaseMapped,
  ResourcePublished,
  ResourceRetired,
  CalendarChanged,
] as const;
