/** How a duty is kept by the platform; "people" means by people alone, "none" that it asks nothing of a system. */
export type Kind = "rule" | "clock" | "flow" | "register" | "report" | "infra" | "people";

export type Article = Readonly<{
  zh: string;
  en: string;
  since: string;
  until?: string;
  kinds: readonly Kind[];
  contexts: readonly string[];
}>;

/** Every article the platform answers to, in our words. Code may cite only what it lists. */
export const ARTICLES = {
  A2: { since: "2018-11-01", kinds: ["rule"], contexts: ["catalog"], zh: "x", en: "x" },
} as const satisfies Record<string, Article>;

export type Citation = keyof typeof ARTICLES;
