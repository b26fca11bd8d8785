import * as z from "zod";
import { ACTS, type ActKey } from "../../law/acts.ts";

const Basis = z.object({ text: z.string() });
/** A resource as data/catalog-samples.json writes it. */
export const Sample = z.object({
  key: z.string(),
  code: z.string(),
  classification: z.object({
    class: z.object({ code: z.enum(["1", "2", "3"]) }),
    item: z.object({ code: z.string() }),
    heading: z.string(),
  }),
  name: z.string(),
  provider: z.string(),
  catalogue: z.enum(["CITY", "SUPPLEMENT"]),
  abstract: z.string(),
  formatClass: z.enum(["1", "2", "3", "4", "5", "6", "7"]),
  items: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      type: z.enum(["C", "N", "Y", "D", "T", "L", "M", "G", "B", "I", "F"]),
      length: z.number(),
      precision: z.number().optional(),
      grade: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
      key: z.boolean(),
      personal: z.boolean(),
      sensitive: z.boolean(),
    }),
  ),
  collection: z.object({ method: z.enum(["DIRECT", "THIRD_PARTY", "AGREEMENT"]), legalBasis: z.array(Basis) }),
  sharing: z.object({
    type: z.enum(["UNCONDITIONAL", "AUTHORISED", "NONE"]),
    reason: z.string().optional(),
    legalBasis: z.array(Basis).optional(),
    condition: z.string().optional(),
  }),
  opening: z.object({
    type: z.enum(["UNCONDITIONAL", "CONDITIONAL", "NONE"]),
    reason: z.string().optional(),
    legalBasis: z.array(Basis).optional(),
    condition: z.string().optional(),
  }),
  updateCycle: z.object({ code: z.string().nullable() }),
});
export type Sample = z.infer<typeof Sample>;

/** Titles that the samples shorten. */
const SHORT_TITLES: Readonly<Record<string, ActKey>> = {
  婚姻登记条例: "marriage-registration-regulation",
  地名管理条例: "place-names-regulation",
  公安机关办理犯罪记录查询工作规定: "criminal-record-enquiry-provisions",
};

const ACT_KEYS = Object.keys(ACTS).filter((key): key is ActKey => Object.hasOwn(ACTS, key));

/** `《居民身份证法》第六条` as the key of the act and its article. */
const basisOf = ({ text }: z.infer<typeof Basis>): { act: ActKey; article: string } => {
  const [, title = "", article = ""] = /^《(.+?)》(?:（[^）]*）)?(.*)$/.exec(text) ?? [];
  const act = SHORT_TITLES[title] ?? ACT_KEYS.find((key) => ACTS[key].title === title);
  if (act === undefined) throw new Error(`No act is called ${title}.`);
  return { act, article: article === "" ? "全文" : article };
};

/** Cited bases by the keys of the register of acts. */
export const basesOf = (bases: readonly z.infer<typeof Basis>[] | undefined) =>
  bases === undefined ? {} : { basis: bases.map(basisOf) };
