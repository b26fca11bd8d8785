import { ResourcePublished, ResourceRetired } from "../../catalog/index.ts";
import { CalendarChanged } from "../../reference/index.ts";
import {
  BatchSubmitted,
  RecordCollected,
  RecordWithdrawn,
  RowsTakenBack,
  RowsTakenIn,
  WithdrawalBegun,
} from "../events.ts";
import { DatabaseMapped, RecordDecided, VerificationConfirmed, VerificationOpened } from "./governing.ts";

/** What the listener hears: of files, of what moves in a pool, and of what the catalogue and the calendar say. */
export const HEARS = [
  BatchSubmitted,
  WithdrawalBegun,
  RowsTakenIn,
  RowsTakenBack,
  RecordCollected,
  RecordWithdrawn,
  RecordDecided,
  VerificationOpened,
  VerificationConfirmed,
  DatabaseMapped,
  ResourcePublished,
  ResourceRetired,
  CalendarChanged,
] as const;
