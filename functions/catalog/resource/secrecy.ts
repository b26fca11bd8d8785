import type { CreditCode } from "../../kernel/credit-code.ts";
import { bar, pass, stop } from "../../kernel/rule.ts";
import { legible } from "../../kernel/text.ts";
import type { Principal } from "../../platform/principal.ts";
import type { Content, Draft, GradedContent } from "./content.ts";
import type { Item } from "./item.ts";
import type { SecrecyReview } from "./resource.ts";

const APART = "[\\s.·・_-]*";
const LEVEL = `(?:绝|机|秘)${APART}密\\s*级?`;
/** A star in any of its shapes; an asterisk where a term follows it, since one alone is a footnote. */
const STAR = "(?:[★☆✩-✰⭐🌟]|\\*\\s*(?:\\d|长期))";

/**
 * How documents are marked: level and star (机密★10年), level in brackets, level alone or as a heading, level with 级.
 * The bare words occur in harmless texts (商业秘密, 保守国家秘密法), so they alone are no mark.
 */
const MARKS = new RegExp(
  [
    `${LEVEL}\\s*${STAR}`,
    `[【〖〔［\\[（(「『<〈]\\s*${LEVEL}\\s*[】〗〕］\\])）」』>〉]`,
    `^\\s*${LEVEL}\\s*(?:$|[:：;；,，])`,
    "(?:绝密|机密|(?<!商业)秘密)级",
  ].join("|"),
  "mu",
);

/** Traditional and variant characters: a mark is one to whoever reads it. */
const OTHER_SHAPES = { 絕: "绝", 絶: "绝", 機: "机", 祕: "秘", 級: "级", 長: "长" } as const;
const read = (text: string): string =>
  Object.entries(OTHER_SHAPES).reduce((seen, [other, usual]) => seen.replaceAll(other, usual), legible(text));

/** All texts of a value, each with its JSON pointer. */
const textsOf = (value: unknown, pointer = ""): [pointer: string, text: string][] => {
  if (typeof value === "string") return [[pointer, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => textsOf(inner, `${pointer}/${name}`));
};

const declaredSecret = ({ secrecy, items = [] }: Draft): string | undefined => {
  if (secrecy === "state-secret") return "/secrecy";
  const at = items.findIndex((item) => item.secrecy === "state-secret");
  return at === -1 ? undefined : `/items/${at}/secrecy`;
};

const markedIn = (written: unknown): string | undefined =>
  textsOf(written).find(([, text]) => MARKS.test(read(text)))?.[0];

/** Whatever else is written about a resource bears no mark either. */
export const bearsNoMark = bar("A2", "state-secret-refused", (written: Readonly<Record<string, unknown>>) => {
  const field = markedIn(written);
  return field === undefined ? pass(written) : stop({ field });
});

/** State secrets follow the secrecy laws, not this order. The answer says where, never what: it must not travel. */
export const isNoStateSecret = bar("A2", "state-secret-refused", (draft: Draft) => {
  const field = declaredSecret(draft) ?? markedIn(draft);
  return field === undefined ? pass(draft) : stop({ field });
});

type Graded = GradedContent["items"][number];
const hasGrade = (item: Item): item is Graded => item.grade !== undefined;

/** Every item is graded before anything is shared or opened. */
export const isGraded = bar("A43p2", "item-without-grade", (content: Content) => {
  const { items, ...rest } = content;
  if (items.every(hasGrade)) return pass({ ...rest, items });
  const at = items.findIndex((item) => !hasGrade(item));
  return stop({ field: `/items/${at}/grade`, item: items[at]?.name ?? "" });
});

/** Data that is shared or opened has passed a secrecy review: of this very edition, with a good end. */
export const isReviewedForSecrecy = bar(
  "A43p2",
  "secrecy-review-missing",
  ({ sharing, opening }: Content, edition: number, review: SecrecyReview | undefined) => {
    if (sharing.type === "not-shared" && opening.type === "not-open") return pass(review);
    if (review?.outcome === "cleared" && review.edition === edition) return pass(review);
    return stop({ edition, reviewed: review?.edition ?? "never", outcome: review?.outcome ?? "none" });
  },
);

/** Whose data it is reviews it for secrecy. */
export const isItsProvidersToReview = bar(
  "A43p2",
  "secrecy-not-yours-to-review",
  (provider: CreditCode | undefined, { institution }: Principal) =>
    institution !== undefined && institution === provider
      ? pass(institution)
      : stop({ provider: provider ?? "none", yours: institution ?? "none" }),
);
