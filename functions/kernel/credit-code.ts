import * as z from "zod";
import { isOrganisationCode } from "./organisation-code.ts";
import { both } from "./saying.ts";

const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const SHAPE = /^[0-9A-HJ-NPQRTUWXY]{18}$/;

/** The check character of GB 32100-2015 for the first seventeen characters. */
export const creditCheckCharacter = (firstSeventeen: string): string => {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * ALPHABET.indexOf(firstSeventeen.charAt(at)), 0);
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
};

/** Whether both check characters hold: the code's own, and that of the organisation code inside (characters 9–17). */
export const isCreditCode = (text: string): boolean =>
  SHAPE.test(text) &&
  creditCheckCharacter(text.slice(0, 17)) === text.charAt(17) &&
  isOrganisationCode(text.slice(8, 17));

/** 统一社会信用代码, GB 32100-2015: how institutions and legal persons are named everywhere. */
export const CreditCode = z
  .string()
  .regex(
    SHAPE,
    both(
      "统一社会信用代码须为 18 位大写字母或数字（不含 I、O、S、V、Z）。",
      "A credit code has 18 capital letters and digits, without I, O, S, V, Z.",
    ),
  )
  .refine(isCreditCode, both("统一社会信用代码的校验位不符。", "The check character of the credit code does not fit."))
  .brand<"CreditCode">()
  .meta({ id: "CreditCode", description: "统一社会信用代码（GB 32100）。", example: "11310000EXAMPL012W" });
export type CreditCode = z.infer<typeof CreditCode>;
