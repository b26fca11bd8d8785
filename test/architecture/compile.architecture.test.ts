import { bar, pass } from "../../functions/kernel/rule.ts";
import type { ActKey } from "../../law/acts.ts";
import type { Article, Citation, Context } from "../../law/articles.ts";

/** Each line is a mistake that must not compile: when one does, the unused expectation breaks `npm run check:types`. */
const mistakes = () => {
  // @ts-expect-error the order has 60 articles
  const beyond: Citation = "A61";
  // @ts-expect-error A48 has two points
  const thirdPoint: Citation = "A48(3)";
  // @ts-expect-error a bar cites what the catalogue lists
  const lawless = bar("A17p9", "no-such-duty", () => pass(true));
  // @ts-expect-error no such context
  const nowhere: Context = "catalogue";
  // @ts-expect-error a duty is kept by contexts that exist in the design
  const kept: Article["contexts"] = ["catalogue"];
  // @ts-expect-error no such act
  const act: ActKey = "shanghai-order-9";
  return [beyond, thirdPoint, lawless, nowhere, kept, act];
};

describe("what must not compile", () => {
  it("is written down here, where only the compiler objects", () => {
    expect(mistakes()).toHaveLength(6);
  });
});
