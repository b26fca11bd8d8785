import type { Day } from "../../kernel/day.ts";
import type { Outcome } from "../../kernel/outcome.ts";
import { isBannedByLaw, isItsOwnToOpen, isOpenedAsClassified } from "./opening.ts";
import type { Complete } from "./resource.ts";
import { hasBasisNotToShareFreely, hasReasonNotToShareFreely } from "./sharing.ts";

export type Unlawful =
  | typeof hasReasonNotToShareFreely.code
  | typeof hasBasisNotToShareFreely.code
  | typeof isItsOwnToOpen.code
  | typeof isBannedByLaw.code
  | typeof isOpenedAsClassified.code;

/** Sharing and opening as the law has them today: asked at submission, and again when it comes into force. */
export const isLawful = (content: Complete["content"], today: Day): Outcome<Complete["classified"], Unlawful> => {
  for (const judged of [
    hasReasonNotToShareFreely(content),
    hasBasisNotToShareFreely(content, today),
    isItsOwnToOpen(content),
    isBannedByLaw(content, today),
  ]) {
    if (!judged.ok) return judged;
  }
  return isOpenedAsClassified(content);
};
