import * as z from "zod";
import { ARTICLES, type Citation } from "../../law/articles.ts";
import type { Facts } from "../kernel/outcome.ts";
import { saidIn } from "../kernel/saying.ts";
import type { Text } from "./operation.ts";

export type Language = "zh" | "en";

/** zh-CN unless the caller prefers English. */
export const languageOf = (acceptLanguage: string | undefined): Language =>
  /^\s*en\b/i.test(acceptLanguage ?? "") ? "en" : "zh";

export const LANGUAGE_TAG = { zh: "zh-CN", en: "en" } as const;

/** One thing that is wrong with the request: where (a JSON pointer, or the name of a header), and what. */
const FieldProblem = z.object({
  in: z.enum(["body", "path", "query", "header"]),
  pointer: z.string(),
  problem: z.string(),
});
type FieldProblem = z.infer<typeof FieldProblem>;

/** What is wrong with a field, in both languages or in the reader's; where nothing more can be said, the title says it. */
export type FieldFault = Omit<FieldProblem, "problem"> & { readonly problem?: string };

/** RFC 9457: the answer to everything that was not done. `code` is stable, `type` is its URN. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    articles: z.array(z.object({ id: z.string(), label: z.string(), says: z.string() })),
    fields: z.array(FieldProblem),
    facts: z.record(z.string(), z.unknown()),
    traceId: z.string(),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof Problem>;

type About = Readonly<{
  code: string;
  status: number;
  title: Text;
  cites?: readonly Citation[];
  facts?: Facts;
  fields?: readonly FieldFault[];
  language: Language;
  traceId: string;
}>;

export const problemOf = ({
  code,
  status,
  title,
  cites = [],
  facts = {},
  fields = [],
  language,
  traceId,
}: About): Problem => ({
  type: `urn:onenet:problem:${code}`,
  title: title[language],
  status,
  code,
  articles: cites.map((id) => ({ id, label: labelOf(id, language), says: ARTICLES[id][language] })),
  fields: fields.map(({ problem, ...where }) => ({
    ...where,
    problem: problem === undefined ? title[language] : saidIn(language, problem),
  })),
  facts,
  traceId,
});

const DIGITS = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/** 48 → 四十八; the order has sixty articles. */
const chineseNumber = (n: number): string => {
  const [tens, ones] = [Math.floor(n / 10), n % 10];
  if (tens === 0) return DIGITS[ones] ?? "";
  return `${tens === 1 ? "" : (DIGITS[tens] ?? "")}十${DIGITS[ones] ?? ""}`;
};

/**
 * How people cite it: `第四十八条第（二）项`, or `Article 48(2)`. The paragraph of a key is our own count of duties, not the
 * order's, so it is not shown.
 */
export const labelOf = (citation: Citation, language: Language): string => {
  const [, article = "", point] = /^A(\d+)(?:p\d+)?(?:\((\d+)\))?$/.exec(citation) ?? [];
  if (language === "en") return `Article ${article}${point ? `(${point})` : ""}`;
  return `第${chineseNumber(Number(article))}条${point ? `第（${chineseNumber(Number(point))}）项` : ""}`;
};
