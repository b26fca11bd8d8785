import { isCreditCode } from "../kernel/credit-code.ts";
import { maskedResidentId, ResidentId } from "../kernel/resident-id.ts";

/** What a value is taken for; what is none of the others is hidden whole. */
const MASKS = ["resident-id", "credit-code", "mobile", "telephone", "e-mail", "name", "address", "other"] as const;
export type Mask = (typeof MASKS)[number];

/** A fixed width, so that the mask does not tell how long the original is. */
const HIDDEN = "***";

const SHAPES: readonly (readonly [Mask, (text: string, item: string) => boolean])[] = [
  ["resident-id", (text) => ResidentId.safeParse(text).success],
  ["credit-code", isCreditCode],
  ["mobile", (text) => /^1[3-9]\d{9}$/.test(text)],
  ["telephone", (text) => /^0\d{2,3}-\d{7,8}$/.test(text)],
  ["e-mail", (text) => /^[^@\s]{1,64}@[^@\s]{1,255}$/.test(text)],
  ["address", (_text, item) => /地址|住址|住所/.test(item)],
  ["name", (text, item) => /姓名|名字|人$|^(name|.+ name)$/i.test(item) && /^\p{Script=Han}{2,4}$/u.test(text)],
];

/** Province, municipality, district or county: the part of an address that many share. */
const REGION = /^\p{Script=Han}{1,8}?(?:省|自治区|特别行政区|市)(?:\p{Script=Han}{1,10}?(?:市|州|盟|地区|区|县|旗))?/u;
/** An address that is little more than its region would be shown whole. */
const HIDDEN_OF_AN_ADDRESS = 3;

const maskedAddress = (text: string): string => {
  const region = REGION.exec(text)?.[0] ?? "";
  return [...text].length - [...region].length >= HIDDEN_OF_AN_ADDRESS ? `${region}${HIDDEN}` : HIDDEN;
};

/** How each kind is shown: enough to tell two matters apart, too little to find or to reach anybody. */
const MASKED: Readonly<Record<Mask, (text: string) => string>> = {
  "resident-id": (text) => maskedResidentId(ResidentId.parse(text)),
  "credit-code": (text) => `${text.slice(0, 2)}${"*".repeat(14)}${text.slice(16)}`,
  mobile: (text) => `${text.slice(0, 3)}******${text.slice(9)}`,
  telephone: (text) => `${text.slice(0, text.indexOf("-") + 1)}${HIDDEN}`,
  "e-mail": (text) => `${HIDDEN}${text.slice(text.lastIndexOf("@"))}`,
  name: (text) => `${[...text][0]}**`,
  address: maskedAddress,
  other: () => HIDDEN,
};

/** What a text is taken for, by its shape and the name of its item in the catalogue. */
export const maskFor = (text: string, item: string): Mask =>
  SHAPES.find(([, fits]) => fits(text, item))?.[0] ?? "other";

/**
 * A47: a value as whoever need not know it whole is shown it. Pure; `item` is the item's name in the catalogue. Numbers,
 * days, truth values and texts of no known shape are hidden whole.
 */
export const masked = (value: string | number | boolean, item: string): string =>
  typeof value === "string" ? MASKED[maskFor(value, item)](value) : HIDDEN;
