import { type ActKey, actOf, ranksAsB2, ranksAsB3 } from "../../../law/acts.ts";
import type { Day } from "../../kernel/day.ts";
import type { Facts } from "../../kernel/outcome.ts";
import type { LegalBasis } from "./content.ts";

/** In force on a day, both ends included. An act whose first day nobody has found out yet is no basis for anything. */
export const isInForce = (key: ActKey, on: Day): boolean => {
  const { since, until } = actOf(key);
  return since !== undefined && since <= on && (until === undefined || on <= until);
};

type Rank = "law-or-regulation" | "law-regulation-or-rule";
const RANKS_AS = { "law-or-regulation": ranksAsB2, "law-regulation-or-rule": ranksAsB3 } as const;

/** What is wrong with the first cited basis that does not rank so high or is not in force; nothing if all will do. */
export const unfit = (basis: readonly LegalBasis[], needs: Rank, on: Day, field: string): Facts | undefined => {
  const at = basis.findIndex(({ act }) => !RANKS_AS[needs](actOf(act).rank) || !isInForce(act, on));
  const cited = basis[at];
  if (cited === undefined) return undefined;
  const { title, rank, since = "unknown", until = "none" } = actOf(cited.act);
  return { field: `${field}/${at}`, act: cited.act, title, rank, needs, since, until, on };
};
