import * as z from "zod";
import { Day } from "../kernel/day.ts";
import { LIMITS } from "../kernel/limits.ts";
import { PlainText } from "../kernel/text.ts";
import { register } from "../platform/register.ts";

/** A national, industry, local or international standard, as its own number writes it: `GB/T 39046-2020`. */
export const Standard = z
  .strictObject({
    code: z
      .string()
      .regex(/^[A-Z][0-9A-Z/]* [0-9][0-9A-Z.-]*$/)
      .max(40),
    title: PlainText(LIMITS.nameCharacters),
    issued: Day.exactOptional(),
    inForce: Day.exactOptional(),
    replaces: z.array(z.string().max(40)).max(20),
    use: PlainText(LIMITS.nameCharacters).meta({ description: "What the platform follows it for" }),
    evidence: z.string().min(1).max(LIMITS.nameCharacters),
  })
  .meta({ id: "Standard", description: "现行标准。A standard in force." });
export type Standard = z.infer<typeof Standard>;

/** The address of a standard: a slash in a path parameter does not survive every gateway on the way. */
export const addressOf = (code: string): string => code.replaceAll(/[^0-9A-Za-z.]+/g, "-");

/** The register of standards in force; seeded from data/standards.json. */
export const standards = register({
  context: "reference",
  name: "standard",
  path: "/reference/standards",
  says: { zh: "现行标准", en: "a standard in force" },
  cites: ["A6"],
  entry: Standard,
  id: ({ code }) => addressOf(code),
  group: ({ code }) => code.replace(/ .*$/, "").replaceAll("/", "-"),
  keeper: { who: ["competent-authority"], post: "law-keeper" },
  refusals: {},
  example: {
    code: "GB/T 39046-2020",
    title: "政务服务平台基础数据规范",
    replaces: [],
    use: "事项、办事指南和办件数据",
    evidence: "V",
  },
});
