import { nextDue } from "../../kernel/clock.ts";
import { partsOfResourceCode } from "../../kernel/resource-code.ts";
import { sameName } from "../../kernel/text.ts";
import { dueOn } from "../../platform/due.ts";
import { type Claim, declareStore } from "../../platform/store/declare.ts";
import type { Store } from "../../platform/store/open.ts";
import { CatalogEvent } from "../events.ts";
import type { Draft } from "../resource/content.ts";
import { elementsOf } from "../resource/item.ts";
import { inForceOf, Resource } from "../resource/resource.ts";

/** What another resource may already hold. */
type ClaimRefusal =
  | "resource-code-taken"
  | "resource-name-taken"
  | "supplement-repeats-city-resource"
  | "item-already-shared";

/** Sequences that a code can carry here; longer ones are refused when a resource is drafted. */
export const SEQUENCE_DIGITS = 12;

/** Resources of one placement, by sequence: the last one tells the next code. */
export const placeOf = (resource: Pick<Resource, "code">): string => {
  const { class: first, item, heading, subHeading } = partsOfResourceCode(resource.code);
  return `${first}${item}${heading}${subHeading}`;
};

const ofName = (scope: string, { name }: Draft) => `name:${scope}:${sameName(name)}`;

/** A supplement has a name of its own in its district, and none that the city's catalogue has (A17p3). */
const nameClaims = (content: Draft): Claim<ClaimRefusal>[] => {
  const { catalogue } = content;
  const taken = { refusal: "resource-name-taken", cites: "A17", label: "/name", holds: true } as const;
  if (catalogue.kind === "city") return [{ ...taken, name: ofName("city", content) }];
  return [
    {
      name: ofName("city", content),
      holds: false,
      refusal: "supplement-repeats-city-resource",
      cites: "A17p3",
      label: "/name",
    },
    { ...taken, name: ofName(catalogue.district, content) },
  ];
};

/** What is in force and shared holds its data elements: the city collects them once (A18). */
const elementClaims = ({ items = [] }: Draft, holds: boolean): Claim<ClaimRefusal>[] =>
  elementsOf(items).map(({ at, name }) => ({
    name,
    holds,
    refusal: "item-already-shared",
    cites: "A18",
    label: `/items/${at}`,
  }));

/** One that is not shared is no ground for refusing another (A18). */
const inForceClaims = (content: Draft): Claim<ClaimRefusal>[] => [
  ...nameClaims(content),
  ...(content.sharing?.type === "not-shared" ? [] : elementClaims(content, true)),
];

/** A code is never used again, not even after its resource has retired. */
const claimsOf = (resource: Resource): Claim<ClaimRefusal>[] => {
  const inForce = inForceOf(resource);
  const claims: Claim<ClaimRefusal>[] = [
    {
      name: `code:${resource.code}`,
      holds: true,
      refusal: "resource-code-taken",
      cites: "A17",
      label: "/code",
    },
    ...(inForce === undefined ? [] : inForceClaims(inForce.content)),
    ...(resource.status === "submitted"
      ? [...nameClaims(resource.work.content), ...elementClaims(resource.work.content, false)]
      : []),
  ];
  return claims.filter(({ name }, at) => claims.findIndex((other) => other.name === name) === at);
};

const dueDay = (resource: Resource) =>
  resource.status === "retiring" ? resource.retirement.endsOn : nextDue(resource.clocks);

export const resources = declareStore({
  kind: "resource",
  holds: Resource,
  announces: CatalogEvent,
  id: ({ id }) => id,
  claims: claimsOf,
  waits: {
    "catalog.resource-published.v1": { step: "review", outcome: "published" },
    "catalog.resource-returned.v1": { step: "review", outcome: "returned" },
    "catalog.submission-withdrawn.v1": { step: "review", outcome: "withdrawn" },
    "catalog.review-due-day-moved.v1": { step: "review" },
  },
  indexes: {
    byCompiler: (it) => ({ hash: it.compiledBy, range: `${it.status}#${it.id}` }),
    byDueDay: (it) => dueOn("resource", it.id, dueDay(it)),
    /** The catalogue in force, by code. */
    byForce: (it) => (inForceOf(it) === undefined ? undefined : { hash: "in-force", range: `${it.code}` }),
    byPlace: (it) => ({
      hash: `place#${placeOf(it)}`,
      range: String(partsOfResourceCode(it.code).sequence).padStart(SEQUENCE_DIGITS, "0"),
    }),
  },
});
export type Resources = Store<typeof resources>;
