import type { Day } from "../../kernel/day.ts";
import { canonicalResourceCode, type ResourceCode } from "../../kernel/resource-code.ts";
import { bar, pass, stop } from "../../kernel/rule.ts";
import { unfit } from "./basis.ts";
import type { Content } from "./content.ts";

/** Sharing is the rule: who authorises it case by case, or does not share, says why. */
export const hasReasonNotToShareFreely = bar("A27", "sharing-without-reason", ({ sharing }: Content) =>
  sharing.type === "unconditional" || sharing.reason !== undefined
    ? pass(sharing)
    : stop({ field: "/sharing/reason", type: sharing.type }),
);

/** … and names the law, regulation or government rule in force that says so. */
export const hasBasisNotToShareFreely = bar("A27", "sharing-without-basis", ({ sharing }: Content, today: Day) => {
  if (sharing.type === "unconditional") return pass(sharing);
  if (sharing.basis === undefined) return stop({ field: "/sharing/basis", type: sharing.type });
  const wrong = unfit(sharing.basis, "law-regulation-or-rule", today, "/sharing/basis");
  return wrong === undefined ? pass(sharing) : stop(wrong);
});

/** One source per datum: what is obtained by sharing comes from another resource, and this one does not collect it. */
export const comesFromAnother = bar(
  "A18",
  "item-obtained-from-itself",
  (items: Content["items"], code: ResourceCode) => {
    const at = items.findIndex(
      ({ obtained }) => obtained.by === "shared" && canonicalResourceCode(obtained.from) === code,
    );
    return at === -1 ? pass(items) : stop({ field: `/items/${at}/obtained/from`, code });
  },
);
