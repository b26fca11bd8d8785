import { RecordMarked } from "../../collection/index.ts";
import { CalendarChanged } from "../../reference/index.ts";
import {
  DueDayMoved,
  ObjectionDecided,
  ObjectionHandedOver,
  ObjectionMarked,
  ObjectionOverdue,
  ObjectionReceived,
  ObjectionSentBack,
  ObjectionWithdrawn,
} from "./objecting.ts";

/** What the listener hears: its own, for rounds and figures; the mark on a record; a calendar that has changed. */
export const HEARS = [
  ObjectionReceived,
  ObjectionMarked,
  ObjectionHandedOver,
  ObjectionSentBack,
  ObjectionDecided,
  ObjectionWithdrawn,
  ObjectionOverdue,
  DueDayMoved,
  RecordMarked,
  CalendarChanged,
] as const;
