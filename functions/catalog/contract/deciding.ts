import * as z from "zod";
import { Day } from "../../kernel/day.ts";
import { both } from "../../kernel/saying.ts";
import { PlainText } from "../../kernel/text.ts";
import { operation } from "../../platform/operation.ts";
import { COMMON } from "../../platform/refusals.ts";
import { Resource, ReturnReason } from "../resource/resource.ts";
import { AN_ID, aPublished, aRetiring, aReviewedDraft, aSubmitted } from "./example.ts";
import { COMPILERS, ResourceId } from "./fields.ts";
import {
  BEING_WRITTEN,
  COMPILING,
  IN_FORCE,
  REPEATED,
  SECRET,
  UNDER_REVIEW,
  UNLAWFUL,
  UNREADY,
  WRITING,
} from "./refusals.ts";

export const submitResource = operation({
  ...COMPILERS,
  method: "POST",
  path: "/catalog/resources/{id}/submission",
  says: {
    zh: "报送市大数据中心审核；区补充目录报送即生效",
    en: "Submit to the Center's review; a district's supplement is in force at once",
  },
  cites: ["A17p2", "A17p3"],
  takes: z.strictObject({ id: ResourceId }),
  gives: Resource,
  refusals: { ...COMMON, ...WRITING, ...BEING_WRITTEN, ...UNREADY, ...REPEATED },
  example: { takes: { id: AN_ID }, gives: aSubmitted },
});

export const withdrawSubmission = operation({
  ...COMPILERS,
  method: "POST",
  path: "/catalog/resources/{id}/withdrawal",
  says: { zh: "撤回报送，继续编制", en: "Take a submission back to go on writing" },
  cites: ["A17p2"],
  takes: z.strictObject({ id: ResourceId }),
  gives: Resource,
  refusals: { ...COMMON, ...COMPILING, ...UNDER_REVIEW },
  example: { takes: { id: AN_ID }, gives: { ...aReviewedDraft, round: 1 } },
});

const Decision = z.enum(["publish", "return"]);

export const reviewResource = operation({
  duty: "command",
  method: "POST",
  path: "/catalog/resources/{id}/review",
  says: {
    zh: "市大数据中心审核：列入全市目录，或者说明理由退回",
    en: "The Center reviews: into the city's catalogue, or back with reasons",
  },
  cites: ["A17p2"],
  who: ["big-data-center"],
  post: "catalogue-reviewer",
  takes: z
    .strictObject({
      id: ResourceId,
      decision: Decision,
      reasons: z
        .array(ReturnReason)
        .min(1)
        .max(30)
        .meta({ description: "When returned: which field, and what to mend" })
        .exactOptional(),
    })
    .refine(({ decision, reasons }) => (decision === "return") === (reasons !== undefined), {
      path: ["reasons"],
      error: both("退回须说明理由，列入目录则不必。", "Returning needs reasons; publishing takes none."),
    }),
  gives: Resource,
  refusals: {
    ...COMMON,
    ...UNDER_REVIEW,
    ...SECRET,
    ...UNLAWFUL,
    "item-already-shared": REPEATED["item-already-shared"],
    "resource-not-yours-to-review": {
      status: 403,
      zh: "目录由市大数据中心审核",
      en: "The Big Data Center reviews the catalogue",
    },
    "resource-reviewed-by-its-compiler": {
      status: 403,
      zh: "报送人不得审核本人报送的资源",
      en: "Nobody reviews what they have submitted themselves",
    },
  },
  example: { takes: { id: AN_ID, decision: "publish" }, gives: aPublished },
});

export const retireResource = operation({
  ...COMPILERS,
  method: "POST",
  path: "/catalog/resources/{id}/retirement",
  says: {
    zh: "预告资源停用，至停用日前继续有效",
    en: "Announce that a resource retires; it stays in force to that day",
  },
  cites: ["A17"],
  takes: z.strictObject({ id: ResourceId, reason: PlainText(500), endsOn: Day }),
  gives: Resource,
  refusals: {
    ...COMMON,
    ...WRITING,
    ...IN_FORCE,
    "retirement-too-soon": {
      status: 422,
      zh: "停用日距今过近，使用单位来不及调整",
      en: "Too soon: those who use it need time",
    },
  },
  example: { takes: { id: AN_ID, reason: "并入基础教育机构名录", endsOn: "2026-12-31" }, gives: aRetiring },
});
