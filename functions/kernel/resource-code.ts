import * as z from "zod";
import { both } from "./saying.ts";

const SHAPE = /^([1-3])(\d{2})(\d{3})([0-9A-Za-z]*)\/(\d+)$/;
const LONGEST = 40;

/** The width of a sequence that we write; the national guide leaves it open, so any width is read. */
const SEQUENCE_WIDTH = 7;

/** Where a resource stands in the catalogue: class (1 basic, 2 theme, 3 department), item, heading, sub-heading. */
export type Placement = {
  readonly class: "1" | "2" | "3";
  readonly item: string;
  readonly heading: string;
  readonly subHeading: string;
};

/** 信息资源代码 of the national catalogue guide: class, item, heading, sub-heading, slash, sequence of any width. */
export const ResourceCode = z
  .string()
  .max(LONGEST, both(`信息资源代码不能超过 ${LONGEST} 个字符。`, `At most ${LONGEST} characters.`))
  .regex(SHAPE, both("信息资源代码须形如 101001/0000001。", "A resource code looks like 101001/0000001."))
  .brand<"ResourceCode">()
  .meta({ id: "ResourceCode", description: "信息资源代码。A catalogue resource's code.", example: "101001/0000001" });
export type ResourceCode = z.infer<typeof ResourceCode>;

/** The code of the n-th resource of a placement, sequence padded to seven digits. Impossible parts are a fault. */
export const resourceCode = (at: Placement, sequence: number): ResourceCode =>
  ResourceCode.parse(
    `${at.class}${at.item}${at.heading}${at.subHeading}/${String(sequence).padStart(SEQUENCE_WIDTH, "0")}`,
  );

const isClass = (digit: string): digit is Placement["class"] => ["1", "2", "3"].includes(digit);

/** A code taken apart. */
export const partsOfResourceCode = (code: ResourceCode): Placement & { readonly sequence: number } => {
  const [, first = "", item = "", heading = "", subHeading = "", sequence = ""] = SHAPE.exec(code) ?? [];
  return { class: isClass(first) ? first : "3", item, heading, subHeading, sequence: Number(sequence) };
};

/** The one spelling of a code, so that `101001/1` and `101001/0000001` are the same resource. */
export const canonicalResourceCode = (code: ResourceCode): ResourceCode => {
  const { sequence, ...at } = partsOfResourceCode(code);
  return resourceCode(at, sequence);
};
