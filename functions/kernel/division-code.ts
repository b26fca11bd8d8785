import * as z from "zod";
import { both } from "./saying.ts";

/** First two digits of GB/T 2260; 81, 82 and 83 stand in residence permits of people from Hong Kong, Macao, Taiwan. */
const PROVINCES: ReadonlySet<string> = new Set(
  "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split(" "),
);

export const isProvince = (twoDigits: string): boolean => PROVINCES.has(twoDigits);

/** The municipality itself. 310100 is a statistical grouping without a government. */
export const SHANGHAI = "310000";

const DISTRICTS = {
  "310101": "黄浦区",
  "310104": "徐汇区",
  "310105": "长宁区",
  "310106": "静安区",
  "310107": "普陀区",
  "310109": "虹口区",
  "310110": "杨浦区",
  "310112": "闵行区",
  "310113": "宝山区",
  "310114": "嘉定区",
  "310115": "浦东新区",
  "310116": "金山区",
  "310117": "松江区",
  "310118": "青浦区",
  "310120": "奉贤区",
  "310151": "崇明区",
} as const;

/** Codes of former districts and the district that has taken their place. Archives and identity numbers hold them. */
const RETIRED = {
  "310103": "310101",
  "310108": "310106",
  "310119": "310115",
  "310230": "310151",
} as const satisfies Record<string, keyof typeof DISTRICTS>;

/** An administrative division of the country by GB/T 2260, six digits; retired ones included. */
export const DivisionCode = z
  .string()
  .regex(/^\d{6}$/, both("行政区划代码须为 6 位数字。", "A division code has six digits."))
  .refine((text) => isProvince(text.slice(0, 2)), both("没有这个省级行政区划。", "There is no such province."))
  .brand<"DivisionCode">()
  .meta({ id: "DivisionCode", description: "行政区划代码（GB/T 2260）。", example: "310115" });
export type DivisionCode = z.infer<typeof DivisionCode>;

type DistrictCode = keyof typeof DISTRICTS;

/** Whether this is one of today's sixteen districts of Shanghai. */
export const isDistrict = (code: string): code is DistrictCode => Object.hasOwn(DISTRICTS, code);

/** A district of Shanghai of today. */
export const District = z
  .enum(Object.keys(DISTRICTS).filter(isDistrict), both("须为本市现行的区。", "A district of Shanghai of today."))
  .meta({ id: "District", description: "本市现行的区。A district of Shanghai.", example: "310115" });
export type District = z.infer<typeof District>;

export const districtName = (district: District): string => DISTRICTS[district];

const isRetired = (code: string): code is keyof typeof RETIRED => Object.hasOwn(RETIRED, code);

/** The present district behind a code, retired ones led on to their successor; none outside Shanghai's districts. */
export const presentDistrict = (code: string): District | undefined => {
  if (isRetired(code)) return RETIRED[code];
  return isDistrict(code) ? code : undefined;
};

/** Which government the code stands for in Shanghai: the city's, a district's of today, or none of these. */
export const levelOf = (code: string): "city" | "district" | undefined => {
  if (code === SHANGHAI) return "city";
  return isDistrict(code) ? "district" : undefined;
};
