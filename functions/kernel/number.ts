import * as z from "zod";
import { both } from "./saying.ts";

const DIGITS = /^\d{1,9}$/;

/**
 * A whole number from `min` to `max` that arrives as text, in a path, a query or a setting: decimal digits alone.
 * `Number` would also read `0x10`, `1e1`, blanks and an empty text.
 */
export const numberFromText = (min: number, max: number) =>
  z.preprocess(
    (given) => (typeof given === "string" && DIGITS.test(given) ? Number(given) : given),
    z.int(both("须为十进制整数。", "A whole number in decimal digits.")).min(min).max(max),
  );
