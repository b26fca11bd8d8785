import * as z from "zod";
import { CreditCode } from "../../kernel/credit-code.ts";
import { ResourceCode } from "../../kernel/resource-code.ts";
import { type Catalogue, OPENING_TYPES, SHARING_TYPES, UpdateCycle } from "../resource/content.ts";
import { Grade } from "../resource/item.ts";
import { type InForce, inForceOf, type Resource } from "../resource/resource.ts";
import { charactersOf, fold, gramsOf } from "./text.ts";

/** What search knows of a resource: enough for a line of a list, so that a query reads nothing else. */
export const Summary = z
  .object({
    id: z.string(),
    code: ResourceCode,
    name: z.string(),
    provider: z.string(),
    providerCode: CreditCode,
    catalogue: z.string().meta({ description: "`city`, or the district of a supplement" }),
    sharing: z.enum(SHARING_TYPES),
    opening: z.enum(OPENING_TYPES),
    updateCycle: UpdateCycle,
    grade: Grade,
  })
  .meta({ id: "ResourceSummary", description: "公共数据资源摘要。A resource as a list shows it." });
export type Summary = z.infer<typeof Summary>;

/** One row of search: what is found under a term, in the order in which it is shown. */
export const Posting = z.object({ pk: z.string(), sk: z.string(), summary: Summary, text: z.string() });
export type Posting = z.infer<typeof Posting>;

/** Rows that begin so can be made again from the records; the relay leaves them out of the journal. */
const TERM = "~term#";
export const termKey = (term: string): string => `${TERM}${term}`;

/** Values by which a list is narrowed; each is a term of its own, so that browsing costs the same as searching. */
export const FACETS = ["provider", "catalogue", "updateCycle", "opening", "sharing"] as const;
export type Facet = (typeof FACETS)[number];

export const facetTerm = (facet: Facet, value: string): string => `${facet}:${value}`;
export const EVERYTHING = "*";

/** The new terms of a resource, those it no longer has, and the guard fit one transaction of 100 rows. */
const MOST_TERMS = 45;
/** Bytes of a row's values: 250 of them are read by a query. */
const MOST_BYTES = 600;
/** Names are searched by single characters too, as far as this goes. */
const MOST_CHARACTERS = 8;

const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;

export const catalogueOf = (catalogue: Catalogue): string => (catalogue.kind === "city" ? "city" : catalogue.district);

const summaryOf = ({ id, code }: Resource, { content, grade }: InForce): Summary => ({
  id,
  code,
  name: content.name,
  provider: content.provider.name,
  providerCode: content.provider.code,
  catalogue: catalogueOf(content.catalogue),
  sharing: content.sharing.type,
  opening: content.opening.type,
  updateCycle: content.updateCycle,
  grade,
});

/** The value of a facet in a summary. */
export const facetOf = (summary: Summary, facet: Facet): string =>
  facet === "provider" ? summary.providerCode : summary[facet];

/** Newest first: later days have smaller keys. */
const inverted = (day: string): string => String(99_999_999 - Number(day.replaceAll("-", "")));

/**
 * The rows under which a resource is found; none if it is not in force. Its name is searched in full; of its
 * provider's name, its items and its abstract as much as fits the row and the transaction, and the text kept for filtering is exactly that much, so
 * that a query finds the same by whichever of its terms it looks.
 */
export const postingsOf = (resource: Resource): Posting[] => {
  const inForce = inForceOf(resource);
  if (inForce === undefined) return [];
  const { content, publishedOn } = inForce;
  const summary = summaryOf(resource, inForce);
  const name = fold(content.name);
  const facets = [EVERYTHING, ...FACETS.map((facet) => facetTerm(facet, facetOf(summary, facet)))];
  const inName = new Set([...gramsOf(name), ...charactersOf(name).slice(0, MOST_CHARACTERS)]);
  const terms = new Set([...facets, ...inName].slice(0, MOST_TERMS));
  let text = name;
  for (const part of [
    content.provider.name,
    ...content.items.map(({ name }) => name),
    ...content.abstract.split(/[。；，、\s]+/),
  ]) {
    const folded = fold(part);
    const grams = gramsOf(folded).filter((gram) => !terms.has(gram));
    const longer = `${text} ${folded}`;
    if (terms.size + grams.length > MOST_TERMS || bytesOf({ summary, text: longer }) > MOST_BYTES) continue;
    for (const gram of grams) terms.add(gram);
    text = longer;
  }
  const order = `${inverted(publishedOn)}#${resource.id}`;
  return [...terms].map((term) => ({
    pk: termKey(term),
    sk: `${inName.has(term) || facets.includes(term) ? 1 : 2}#${order}`,
    summary,
    text,
  }));
};
