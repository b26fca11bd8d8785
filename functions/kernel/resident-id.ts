import * as z from "zod";
import { Day } from "./day.ts";
import { isProvince } from "./division-code.ts";
import { both } from "./saying.ts";

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const SHAPE = /^[1-9]\d{16}[\dX]$/;

/** The check character of GB 11643-1999 for the first seventeen digits. */
export const residentCheckCharacter = (firstSeventeen: string): string => {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(firstSeventeen.charAt(at)), 0);
  return "10X98765432".charAt(sum % 11);
};

const birthText = (id: string): string => `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;

/**
 * Whether this is a well-formed identity number: check character, a date of birth that exists, a province that exists.
 * The rest of the division is not looked up: people keep the number of a district long since merged.
 */
export const isResidentId = (text: string): boolean =>
  SHAPE.test(text) &&
  isProvince(text.slice(0, 2)) &&
  Day.safeParse(birthText(text)).success &&
  residentCheckCharacter(text.slice(0, 17)) === text.charAt(17);

/** 公民身份号码, GB 11643-1999; a small x is written large. Personal data: never logged, shown only maskedResidentId. */
export const ResidentId = z
  .string()
  .overwrite((text) => text.replace(/x$/, "X"))
  .regex(SHAPE, both("公民身份号码须为 18 位。", "An identity number has 18 characters."))
  .refine(
    isResidentId,
    both(
      "公民身份号码的地区、出生日期或校验位不符。",
      "The region, birth date or check character of the identity number does not fit.",
    ),
  )
  .brand<"ResidentId">()
  .meta({ id: "ResidentId", description: "公民身份号码（GB 11643）。", example: "11010519491231002X" });
export type ResidentId = z.infer<typeof ResidentId>;

export const birthDayOf = (id: ResidentId): Day => Day.parse(birthText(id));

/** For display: the first and the last character only, since region and birth date would often name the person. */
export const maskedResidentId = (id: ResidentId): string => `${id.slice(0, 1)}${"*".repeat(16)}${id.slice(17)}`;
