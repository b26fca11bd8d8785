import * as z from "zod";
import { both } from "./saying.ts";

/** An amount in whole fen (1/100 yuan): fractions of a fen do not exist, and neither do rounding errors. */
export const Fen = z
  .int(both("金额须为整数分。", "An amount is in whole fen."))
  .nonnegative(both("金额不能为负。", "An amount is not negative."))
  .brand<"Fen">()
  .meta({ id: "Fen", description: "金额，单位：分。An amount in whole fen.", example: 1250 });
export type Fen = z.infer<typeof Fen>;

/** The sum of amounts. One beyond what a number holds exactly (90 million million yuan) is a fault. */
export const sumOf = (amounts: readonly Fen[]): Fen => Fen.parse(amounts.reduce((sum, it) => sum + it, 0));

/** An amount as people read it, in yuan with two decimals: `12.50`. */
export const inYuan = (amount: Fen): string => `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, "0")}`;
