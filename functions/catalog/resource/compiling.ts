import type { CreditCode } from "../../kernel/credit-code.ts";
import type { Outcome } from "../../kernel/outcome.ts";
import { bar, pass, stop } from "../../kernel/rule.ts";
import type { Principal } from "../../platform/principal.ts";
import { type Catalogue, Content, type Draft } from "./content.ts";
import { latest, type Resource } from "./resource.ts";

/** The responsible department compiles the catalogue of its own system, and nobody else's. */
export const isItsDepartmentsToCompile = bar(
  "A16(1)",
  "resource-not-yours-to-compile",
  ({ institution, roles }: Principal, compiledBy: CreditCode | undefined) =>
    institution !== undefined && institution === compiledBy && roles.includes("responsible-department")
      ? pass(institution)
      : stop({ compiledBy: compiledBy ?? "none", yours: institution ?? "none" }),
);

/** A supplement is its district's own, compiled by the authority of that district. */
export const isItsDistrictsToCompile = bar(
  "A17p3",
  "supplement-not-your-districts",
  (district: string, { institution, roles, district: yours }: Principal, compiledBy: CreditCode | undefined) =>
    institution !== undefined &&
    institution === compiledBy &&
    roles.includes("district-authority") &&
    yours === district
      ? pass(institution)
      : stop({ field: "/content/catalogue/district", district, yours: yours ?? "none" }),
);

export type NotYours = typeof isItsDepartmentsToCompile.code | typeof isItsDistrictsToCompile.code;

/** Whether this body compiles in that catalogue: a new resource, or the one that it has compiled itself. */
export const isItsToCompile = (
  catalogue: Catalogue,
  by: Principal,
  compiledBy: CreditCode | undefined = by.institution,
): Outcome<CreditCode, NotYours> =>
  catalogue.kind === "city"
    ? isItsDepartmentsToCompile(by, compiledBy)
    : isItsDistrictsToCompile(catalogue.district, by, compiledBy);

/** Whether this is the body that compiles this resource. */
export const isCompiledBy = (resource: Resource, by: Principal): Outcome<CreditCode, NotYours> =>
  isItsToCompile(latest(resource).content.catalogue, by, resource.compiledBy);

/** Fields that only some contents need. */
const missingIn = ({ sharing, opening, collectionNorm }: Content): string[] =>
  [
    ["/sharing/mode", sharing.mode !== undefined || sharing.type === "not-shared"] as const,
    ["/sharing/condition", sharing.condition !== undefined || sharing.type !== "authorised"] as const,
    ["/opening/condition", opening.condition !== undefined || opening.type !== "conditional"] as const,
    ["/collectionNorm/basis", collectionNorm.basis !== undefined || collectionNorm.consent !== undefined] as const,
    ["/collectionNorm/contract", collectionNorm.contract !== undefined || collectionNorm.method === "direct"] as const,
  ].flatMap(([field, stated]) => (stated ? [] : [field]));

/** The catalogue states of every resource its scope, provider, sharing, opening and more. */
export const statesItsElements = bar("A17", "resource-incomplete", (draft: Draft) => {
  const complete = Content.safeParse(draft);
  const missing = complete.success
    ? missingIn(complete.data)
    : [...new Set(complete.error.issues.map(({ path }) => `/${path.join("/")}`))];
  return complete.success && missing.length === 0 ? pass(complete.data) : stop({ missing });
});

/** A resource keeps the place that its code names, and the catalogue it was begun in. */
export const keepsItsPlace = bar("A17", "resource-placed-elsewhere", (before: Draft, after: Draft) => {
  const place = ({ catalogue, classification }: Draft) => JSON.stringify([catalogue, classification]);
  return place(before) === place(after) ? pass(after) : stop({ field: "/content/classification" });
});
