import * as z from "zod";
import { partsOfResourceCode, ResourceCode } from "../../kernel/resource-code.ts";
import { both } from "../../kernel/saying.ts";
import { operation } from "../../platform/operation.ts";
import { COMMAND, COMMON } from "../../platform/refusals.ts";
import { type Classification, Draft, placementOf } from "../resource/content.ts";
import { Resource, SecrecyReview } from "../resource/resource.ts";
import { SEQUENCE_DIGITS } from "../store/resources.ts";
import { AN_ID, aContent, aDraft, aReviewedDraft } from "./example.ts";
import { COMPILERS, ResourceId } from "./fields.ts";
import { BEING_WRITTEN, COMPILING, IN_FORCE, SECRET, TAKEN, WRITING } from "./refusals.ts";

const COUNTED = new RegExp(`/\\d{1,${SEQUENCE_DIGITS}}$`);

/** So many digits are counted exactly, and sort as text. */
const CountedCode = ResourceCode.refine(
  (code) => COUNTED.test(code),
  both(`序号不能超过${SEQUENCE_DIGITS}位。`, `The sequence has at most ${SEQUENCE_DIGITS} digits.`),
);

/** Whether a code stands where the classification says. */
const standsIn = (code: ResourceCode, classification: Classification): boolean => {
  const at = partsOfResourceCode(code);
  const place = placementOf(classification);
  return (["class", "item", "heading", "subHeading"] as const).every((part) => at[part] === place[part]);
};

const NewResource = z
  .strictObject({ code: CountedCode.exactOptional(), content: Draft })
  .refine(({ code, content }) => code === undefined || standsIn(code, content.classification), {
    path: ["code"],
    error: both("代码须与分类一致。", "The code begins with the classification."),
  });

export const draftResource = operation({
  ...COMPILERS,
  method: "POST",
  path: "/catalog/resources",
  says: {
    zh: "编制一项公共数据资源及其采集规范",
    en: "Begin to compile a public data resource, with its norm of collection",
  },
  cites: ["A16(1)", "A16(2)"],
  creates: true,
  takes: NewResource,
  gives: Resource,
  refusals: { ...COMMAND, ...WRITING, ...TAKEN },
  example: { takes: { content: aContent }, gives: aDraft },
});

export const editResource = operation({
  ...COMPILERS,
  method: "PUT",
  path: "/catalog/resources/{id}",
  says: {
    zh: "修改编制中的资源；修改后须重新保密审查",
    en: "Change what is being written; its secrecy review is undone",
  },
  cites: ["A16(1)"],
  takes: z.strictObject({ id: ResourceId, content: Draft }),
  gives: Resource,
  refusals: {
    ...COMMON,
    ...WRITING,
    ...BEING_WRITTEN,
    "resource-placed-elsewhere": {
      status: 409,
      zh: "分类和目录归属不能变更，请另行编制",
      en: "A resource keeps its classification and catalogue; compile another one",
    },
  },
  example: { takes: { id: AN_ID, content: aContent }, gives: aDraft },
});

export const reviewSecrecy = operation({
  duty: "command",
  method: "POST",
  path: "/catalog/resources/{id}/secrecy-review",
  says: { zh: "提供单位对本版本进行保密审查", en: "The providing institution reviews this edition for secrecy" },
  cites: ["A43p2"],
  who: ["institution"],
  post: "secrecy-reviewer",
  takes: z.strictObject({ id: ResourceId, ...SecrecyReview.pick({ outcome: true, note: true }).shape }),
  gives: Resource,
  refusals: {
    ...COMMON,
    ...BEING_WRITTEN,
    ...SECRET,
    "secrecy-not-yours-to-review": {
      status: 403,
      zh: "保密审查由数据提供单位进行",
      en: "The institution that provides the data reviews it",
    },
  },
  example: { takes: { id: AN_ID, outcome: "cleared" }, gives: aReviewedDraft },
});

export const reviseResource = operation({
  ...COMPILERS,
  method: "POST",
  path: "/catalog/resources/{id}/revision",
  says: { zh: "开始编制下一版本；现行版本继续有效", en: "Begin the next edition; the one in force stays so" },
  cites: ["A17"],
  takes: z.strictObject({ id: ResourceId }),
  gives: Resource,
  refusals: { ...COMMON, ...COMPILING, ...IN_FORCE },
  example: { takes: { id: AN_ID }, gives: { ...aDraft, round: 1 } },
});
