import type { Act, Rank } from "./act.ts";
import { LAWS } from "./acts/laws.ts";
import { MUNICIPAL } from "./acts/municipal.ts";
import { REGULATIONS } from "./acts/regulations.ts";
import { STANDARDS } from "./acts/standards.ts";

export { type Act, RANKS, type Rank } from "./act.ts";

/** Acts and standards that may be cited, by a key that never changes; they seed the register of legal bases (A27). */
export const ACTS = { ...LAWS, ...REGULATIONS, ...MUNICIPAL, ...STANDARDS } as const;

export type ActKey = keyof typeof ACTS;

/** An act by its key, with `since` and `until` readable whether or not they are known. */
export const actOf = (key: ActKey): Act => ACTS[key];

/** Whether this rank is a law or regulation (法律、法规), which A20, A30, A34, A36 and A39 ask for. */
export const ranksAsB2 = (rank: Rank): boolean =>
  rank === "law" || rank === "administrative-regulation" || rank === "local-regulation";

/** Whether this rank is a law, regulation or government rule (法律、法规、规章), which A26 and A27 ask for. */
export const ranksAsB3 = (rank: Rank): boolean => ranksAsB2(rank) || rank === "government-rule";
