import type { GradedContent, InForce } from "../../catalog/index.ts";
import type { CreditCode } from "../../kernel/credit-code.ts";
import { bar, pass, stop } from "../../kernel/rule.ts";
import type { Method } from "../record/record.ts";

export type Item = GradedContent["items"][number];

/** A resource in force, as the catalogue hands it out. */
export type Binding = Pick<InForce, "edition" | "content"> & Readonly<{ id: string; compiledBy: CreditCode }>;

/** What the catalogue's edition in force says of collecting a resource's data. */
export type Terms = Readonly<{
  resource: string;
  name: string;
  edition: number;
  compiledBy: CreditCode;
  provider: CreditCode;
  /** How its norm has the provider collect. */
  method: Method;
  /** Whether a law or regulation provides for the collection; without one each person's consent is needed (A20). */
  providedForByLaw: boolean;
  items: ReadonlyMap<string, Item>;
  /** Codes of the items that tell one record from another. */
  keys: readonly string[];
}>;

export const termsOf = ({ id, edition, compiledBy, content }: Binding): Terms => ({
  resource: id,
  name: content.name,
  edition,
  compiledBy,
  provider: content.provider.code,
  method: content.collectionNorm.method,
  providedForByLaw: (content.collectionNorm.basis ?? []).length > 0,
  items: new Map(content.items.map((item) => [item.code, item])),
  keys: content.items.filter(({ key }) => key).map(({ code }) => code),
});

/** Without an item that tells records apart nothing can be kept up to date, or complete. */
export const tellsRecordsApart = bar("A18p1", "resource-without-key", (terms: Terms) =>
  terms.keys.length > 0 ? pass(terms) : stop({ resource: terms.resource }),
);
