import * as z from "zod";
import { numberFromText } from "../../kernel/number.ts";

const days = numberFromText(1, 366);

/** What governing the pools is told, beside what collecting is told. */
export const GOVERNING_SETTINGS = {
  /** The ledger of accesses: put into, and nothing else. */
  EVIDENCE_TABLE: z.string().min(1),
  /** Order 9 names no days for verifying what sources differ on, nor for mending a fault: their numbers are settings … */
  VERIFICATION_WORKING_DAYS: days,
  /** … and these texts say what they rest on. */
  VERIFICATION_BASIS: z.string().min(1),
  MENDING_WORKING_DAYS: days,
  MENDING_BASIS: z.string().min(1),
};
