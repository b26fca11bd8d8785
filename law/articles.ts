import type { Article } from "./article.ts";
import { DATA } from "./chapters/data.ts";
import { GENERAL } from "./chapters/general.ts";
import { LIABILITY } from "./chapters/liability.ts";
import { PLANNING } from "./chapters/planning.ts";
import { SECURITY } from "./chapters/security.ts";
import { SERVICES } from "./chapters/services.ts";
import { SHARING } from "./chapters/sharing.ts";
import { SUPERVISION } from "./chapters/supervision.ts";
import { SUPPLEMENTARY } from "./chapters/supplementary.ts";

export type { Article, Context, Kind } from "./article.ts";

/**
 * Every article of Municipal Order No. 9 of 2018, in our words; code may cite only what it lists.
 * An article whose duties fall to different contexts or are kept in different ways has a key for each: `A17p2` is
 * our numbering of duties, not a paragraph number of the order; `A48(2)` is a numbered point of the order.
 * An amended article keeps its key and wording and gains `until`; the new wording is a new key.
 */
export const ARTICLES = {
  ...GENERAL,
  ...PLANNING,
  ...DATA,
  ...SHARING,
  ...SERVICES,
  ...SECURITY,
  ...SUPERVISION,
  ...LIABILITY,
  ...SUPPLEMENTARY,
} as const;

export type Citation = keyof typeof ARTICLES;

/** What a citation says, with `until` readable whether or not the wording was amended. */
export const articleOf = (citation: Citation): Article => ARTICLES[citation];

/** Whether a text read from outside (a record, a comment) is a citation that the catalogue lists. */
export const isCitation = (text: string): text is Citation => Object.hasOwn(ARTICLES, text);

/** All citations, in the order of the articles. */
export const CITATIONS: readonly Citation[] = Object.keys(ARTICLES).filter(isCitation);
