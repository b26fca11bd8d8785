/** How a duty is kept: "people" means by people alone, "none" that it asks nothing of a system. */
export type Kind = "rule" | "clock" | "flow" | "register" | "report" | "infra" | "people" | "none";

/** The contexts of the platform, in the order of docs/architecture.md; a duty names those that keep it. */
export const CONTEXTS = [
  "identity",
  "institutions",
  "reference",
  "notices",
  "inbox",
  "catalog",
  "collection",
  "sharing",
  "opening",
  "services",
  "cases",
  "certificates",
  "archives",
  "objections",
  "feedback",
  "supervision",
  "continuity",
  "planning",
  "evidence",
  "platform",
] as const;
export type Context = (typeof CONTEXTS)[number];

/** One duty: what it says in our words, from which day to which (inclusive), how it is kept and by which contexts. */
export type Article = Readonly<{
  zh: string;
  en: string;
  since: string;
  until?: string;
  kinds: readonly Kind[];
  contexts: readonly Context[];
}>;

/** `A48` an article, `A17p2` one more duty of it, `A48(2)` a numbered point of it. */
type ArticleKey = `A${number}` | `A${number}p${number}` | `A${number}(${number})`;

export type Chapter = Readonly<Record<ArticleKey, Article>>;
