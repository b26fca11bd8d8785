import * as z from "zod";
import { actOf } from "../../law/acts.ts";
import { districtName } from "../kernel/division-code.ts";
import type { LegalBasis, UpdateCycle } from "./resource/content.ts";
import { type InForce, inForceOf, type Resource } from "./resource/resource.ts";

const CONTEXT = {
  dcat: "http://www.w3.org/ns/dcat#",
  dcatap: "http://data.europa.eu/r5r/",
  dct: "http://purl.org/dc/terms/",
  eli: "http://data.europa.eu/eli/ontology#",
  foaf: "http://xmlns.com/foaf/0.1/",
  hydra: "http://www.w3.org/ns/hydra/core#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
} as const;

const Chinese = z.object({ "@value": z.string(), "@language": z.literal("zh") });
const Reference = z.object({ "@id": z.string() });
const Legislation = z.object({
  "@id": z.string(),
  "@type": z.literal("eli:LegalResource"),
  "dct:title": Chinese,
});

const Dataset = z.object({
  "@id": z.string(),
  "@type": z.literal("dcat:Dataset"),
  "dct:identifier": z.string(),
  "dct:title": Chinese,
  "dct:description": Chinese,
  "dct:publisher": z.object({
    "@id": z.string(),
    "@type": z.literal("foaf:Agent"),
    "foaf:name": Chinese,
  }),
  "dct:issued": z.object({ "@value": z.string(), "@type": z.literal("xsd:date") }),
  "dcat:version": z.string(),
  "dct:accessRights": Reference,
  "dct:accrualPeriodicity": Reference,
  "dct:spatial": Chinese,
  "dct:temporal": Chinese,
  "dcat:keyword": z.array(Chinese),
  "dcatap:applicableLegislation": z.array(Legislation),
});
type Dataset = z.infer<typeof Dataset>;

/** The catalogue in force as a DCAT 3 catalogue; each page is complete in itself, and `hydra:next` leads on. */
export const Feed = z
  .object({
    "@context": z.record(z.string(), z.string()),
    "@id": z.string(),
    "@type": z.union([z.literal("dcat:Catalog"), z.array(z.string())]),
    "dct:title": Chinese,
    "dcat:dataset": z.array(Dataset),
    "hydra:view": z
      .object({ "@id": z.string(), "@type": z.literal("hydra:PartialCollectionView"), "hydra:next": Reference })
      .exactOptional(),
  })
  .meta({ id: "CatalogFeed", description: "DCAT 3 目录。The catalogue in force as DCAT 3 in JSON-LD." });
export type Feed = z.infer<typeof Feed>;

const AUTHORITY = "http://publications.europa.eu/resource/authority";

/** Frequencies of the EU's code list, which DCAT names. */
const FREQUENCIES: Readonly<Record<z.infer<typeof UpdateCycle>, string>> = {
  realtime: "UPDATE_CONT",
  daily: "DAILY",
  weekly: "WEEKLY",
  monthly: "MONTHLY",
  quarterly: "QUARTERLY",
  "half-yearly": "ANNUAL_2",
  yearly: "ANNUAL",
  irregular: "IRREG",
  static: "NEVER",
};

const RIGHTS = { unconditional: "PUBLIC", conditional: "RESTRICTED", "not-open": "NON_PUBLIC" } as const;

const chinese = (text: string) => ({ "@value": text, "@language": "zh" }) as const;

const ORDER_9: LegalBasis = { act: "order-9", article: "第十七条" };

const legislation = ({ act }: LegalBasis) => ({
  "@id": `urn:onenet:act:${act}`,
  "@type": "eli:LegalResource" as const,
  "dct:title": chinese(actOf(act).title),
});

/** Order 9, and what sharing, opening and collecting rest on; each act once. */
const legislationOf = ({ content: { sharing, opening, traits, collectionNorm } }: InForce) => {
  const cited = [sharing.basis, opening.basis, traits.bannedBy, collectionNorm.basis].flatMap((basis) => basis ?? []);
  const bases = [ORDER_9, ...cited];
  return bases.filter(({ act }, at) => bases.findIndex((other) => other.act === act) === at).map(legislation);
};

const datasetOf = ({ id, code }: Resource, inForce: InForce): Dataset => {
  const { content, edition, publishedOn } = inForce;
  const { catalogue, provider, scope } = content;
  const place = catalogue.kind === "city" ? scope.place : `${districtName(catalogue.district)} ${scope.place}`;
  return {
    "@id": `urn:uuid:${id}`,
    "@type": "dcat:Dataset",
    "dct:identifier": code,
    "dct:title": chinese(content.name),
    "dct:description": chinese(content.abstract),
    "dct:publisher": {
      "@id": `urn:onenet:institution:${provider.code}`,
      "@type": "foaf:Agent",
      "foaf:name": chinese(provider.name),
    },
    "dct:issued": { "@value": publishedOn, "@type": "xsd:date" },
    "dcat:version": String(edition),
    "dct:accessRights": { "@id": `${AUTHORITY}/access-right/${RIGHTS[content.opening.type]}` },
    "dct:accrualPeriodicity": { "@id": `${AUTHORITY}/frequency/${FREQUENCIES[content.updateCycle]}` },
    "dct:spatial": chinese(place),
    "dct:temporal": chinese(scope.time),
    "dcat:keyword": content.items.map(({ name }) => chinese(name)),
    "dcatap:applicableLegislation": legislationOf(inForce),
  };
};

/** One page of the catalogue; `next` is the cursor of the page after it. */
export const feedOf = (resources: readonly Resource[], next: string | undefined): Feed => ({
  "@context": CONTEXT,
  "@id": "urn:onenet:catalog",
  "@type": ["dcat:Catalog", "hydra:Collection"],
  "dct:title": chinese("上海市公共数据资源目录"),
  "dcat:dataset": resources.flatMap((resource) => {
    const inForce = inForceOf(resource);
    return inForce === undefined ? [] : [datasetOf(resource, inForce)];
  }),
  ...(next === undefined
    ? {}
    : {
        "hydra:view": {
          "@id": "",
          "@type": "hydra:PartialCollectionView",
          // Relative to the address of this page, whatever stands before it.
          "hydra:next": { "@id": `?cursor=${next}` },
        },
      }),
});
