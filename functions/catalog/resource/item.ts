import * as z from "zod";
import { ResourceCode } from "../../kernel/resource-code.ts";
import { both } from "../../kernel/saying.ts";
import { PlainText, sameName } from "../../kernel/text.ts";

/** 数据类型 of the national guide: C 字符, N 数值, Y 货币, D 日期, T 日期时间, L 逻辑, M 备注, G 通用, B 双精度, I 整型, F 浮点. */
export const DATA_TYPES = ["C", "N", "Y", "D", "T", "L", "M", "G", "B", "I", "F"] as const;

/** 1 may be open; 2 internal; 3 identifiers, contacts, trade secrets; 4 sensitive, or forbidden to share. */
export const Grade = z
  .union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)])
  .meta({ id: "Grade", description: "数据分级，1至4级。" });
export type Grade = z.infer<typeof Grade>;

/** Where an item comes from; `from` is the code of the resource that shares it. */
const Obtained = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("collected") }),
  z.strictObject({ by: z.literal("shared"), from: ResourceCode }),
  z.strictObject({ by: z.literal("agreement") }),
]);

/** 信息项. */
export const Item = z
  .strictObject({
    code: z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/),
    name: PlainText(60),
    description: PlainText(200, 600).exactOptional(),
    type: z.enum(DATA_TYPES),
    length: z.int().min(1).max(1_000_000).exactOptional(),
    precision: z.int().min(0).max(30).exactOptional(),
    grade: Grade.exactOptional(),
    key: z.boolean(),
    personal: z.boolean(),
    sensitive: z.boolean(),
    element: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$/)
      .meta({ description: "数据元标识" })
      .exactOptional(),
    obtained: Obtained,
    secrecy: z.enum(["state-secret", "none"]),
  })
  .meta({ id: "ResourceItem", description: "信息项。An item of a resource." });
export type Item = z.infer<typeof Item>;

/** One datum of the whole city, as A18 compares it: which item of the resource, and its name in the catalogue. */
type Element = Readonly<{ at: number; name: string }>;

const elementOf = ({ element, key, name, obtained, personal }: Item): string | undefined => {
  if (key || obtained.by === "shared") return undefined;
  if (element !== undefined) return `element:${element.toLowerCase()}`;
  return personal ? `person:${sameName(name)}` : undefined;
};

/**
 * What a resource collects for the city, by data element, or by name where it is about a person. Keys join resources,
 * and what is obtained by sharing is not collected again: neither counts (A18).
 */
export const elementsOf = (items: readonly Item[]): Element[] =>
  items.flatMap((item, at) => {
    const name = elementOf(item);
    return name === undefined ? [] : [{ at, name }];
  });

const areUnique = (texts: readonly string[]): boolean => new Set(texts).size === texts.length;

/** An edition and its successor together must fit one transaction of 100 rows, an element each. */
const MOST_ELEMENTS = 45;

export const Items = z
  .array(Item)
  .min(1)
  .max(60)
  .refine(
    (items) => areUnique(items.map(({ code }) => code)),
    both("信息项编码重复。", "Two items have the same code."),
  )
  .refine(
    (items) => areUnique(items.map(({ name }) => sameName(name))),
    both("信息项名称重复。", "Two items have the same name."),
  )
  .refine(
    (items) => areUnique(elementsOf(items).map(({ name }) => name)),
    both("数据元重复。", "Two data elements are the same."),
  )
  .refine(
    (items) => elementsOf(items).length <= MOST_ELEMENTS,
    both(
      `一项资源最多采集${MOST_ELEMENTS}个数据元，请拆分。`,
      `A resource collects at most ${MOST_ELEMENTS} data elements; split it.`,
    ),
  );
