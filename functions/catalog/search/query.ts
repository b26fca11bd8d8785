import { EVERYTHING, FACETS, type Facet, facetOf, facetTerm, type Posting, type Summary } from "./postings.ts";
import { askedIn, fold, gramsOf, selectivityOf } from "./text.ts";

/** What a caller looks for: words, and values that the resources must have. */
export type Wish = Readonly<{ text?: string | undefined; facets: Readonly<Partial<Record<Facet, string>>> }>;

/** How a wish is looked up: under one term, and what its rows must also satisfy. */
export type Plan = Readonly<{ term: string; words: readonly string[]; facets: Wish["facets"] }>;

/** A facet is read whole when no word narrows further, in this order: fewest resources first. */
const narrowestFacet = (facets: Wish["facets"]): string => {
  for (const facet of FACETS) {
    const value = facets[facet];
    if (value !== undefined) return facetTerm(facet, value);
  }
  return EVERYTHING;
};

/** The one term that a query reads: its most selective gram, or a facet, or everything. */
export const planOf = ({ text = "", facets }: Wish): Plan => {
  const words = askedIn(fold(text));
  const [best] = gramsOf(words.join(" ")).sort((a, b) => selectivityOf(b) - selectivityOf(a));
  return { term: best ?? narrowestFacet(facets), words, facets };
};

/** Whether a row that was found under the plan's term has everything else that was asked for. */
export const fits = ({ summary, text }: Posting, { words, facets }: Plan): boolean =>
  words.every((word) => text.includes(word)) &&
  FACETS.every((facet) => facets[facet] === undefined || facets[facet] === facetOf(summary, facet));

export type FacetCounts = Record<Facet, { value: string; count: number }[]>;

/** How many of these have each value, most frequent first. */
export const countsOf = (summaries: readonly Summary[]): FacetCounts => {
  const counted = (facet: Facet) => {
    const counts = new Map<string, number>();
    for (const summary of summaries) {
      const value = facetOf(summary, facet);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
  };
  return {
    provider: counted("provider"),
    catalogue: counted("catalogue"),
    updateCycle: counted("updateCycle"),
    opening: counted("opening"),
    sharing: counted("sharing"),
  };
};
