import * as z from "zod";
import { RANKS } from "../../law/act.ts";
import { Day } from "../kernel/day.ts";
import { LIMITS } from "../kernel/limits.ts";
import { bar, pass, stop } from "../kernel/rule.ts";
import { PlainText } from "../kernel/text.ts";
import { register } from "../platform/register.ts";

/** An act or standard that may be cited as a basis, and what kind of act it is: some duties ask for a certain rank. */
export const Law = z
  .strictObject({
    key: z
      .string()
      .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
      .max(100),
    title: PlainText(LIMITS.nameCharacters),
    rank: z.enum(RANKS),
    since: Day.exactOptional(),
    until: Day.exactOptional(),
    evidence: z.enum(["V", "P", "M"]).meta({
      description: "How sure the entry is: V read in a text, P seen in practice, M to be confirmed",
    }),
  })
  .meta({ id: "Law", description: "可引用的法律依据。A law that may be cited." });
export type Law = z.infer<typeof Law>;

/** An act whose last day lies before its first was never law, and would be a basis for nothing. */
export const wasEverInForce = bar("A27", "law-ends-before-it-begins", ({ since, until }: Law) =>
  since !== undefined && until !== undefined && until < since
    ? stop({ field: "/entry/until", since, until })
    : pass(since),
);

/** The register of laws that may be cited; seeded from law/acts.ts. */
export const laws = register({
  context: "reference",
  name: "law",
  path: "/reference/laws",
  says: { zh: "可引用的法律依据", en: "a law that may be cited" },
  cites: ["A27"],
  entry: Law,
  id: ({ key }) => key,
  group: ({ rank }) => rank,
  keeper: { who: ["competent-authority"], post: "law-keeper" },
  bar: wasEverInForce,
  refusals: {
    "law-ends-before-it-begins": {
      status: 422,
      zh: "失效日期早于施行日期",
      en: "Its last day in force lies before its first",
    },
  },
  example: {
    key: "order-9",
    title: "上海市公共数据和一网通办管理办法",
    rank: "government-rule",
    since: "2018-11-01",
    evidence: "V",
  },
});
