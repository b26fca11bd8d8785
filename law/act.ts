/** From the law down; 法律, 行政法规, 地方性法规, 规章, 规范性文件, 标准. */
export const RANKS = [
  "law",
  "administrative-regulation",
  "local-regulation",
  "government-rule",
  "normative-document",
  "standard",
] as const;
export type Rank = (typeof RANKS)[number];

/**
 * An act or standard that the platform may cite. `since` is the first day in force of the act as its title names it
 * (later amendments included), `until` the last; without `since` the day is not known and somebody must find it out.
 * `evidence` is how sure the day, or without one the act's existence, is: V read in a text, P seen in practice,
 * M general knowledge, to be confirmed before it is shown to anybody as law. Articles of it are free text.
 */
export type Act = Readonly<{
  title: string;
  rank: Rank;
  since?: string;
  until?: string;
  evidence: "V" | "P" | "M";
}>;
