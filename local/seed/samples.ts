import type * as z from "zod";
import samples from "../../data/catalog-samples.json" with { type: "json" };
import register from "../../data/institutions.json" with { type: "json" };
import type { contract } from "../../functions/catalog/contract.ts";
import { Content } from "../../functions/catalog/resource/content.ts";
import { elementsOf } from "../../functions/catalog/resource/item.ts";
import { classify } from "../../functions/catalog/resource/opening.ts";
import { District } from "../../functions/kernel/division-code.ts";
import type { Citation } from "../../law/articles.ts";
import { basesOf, Sample } from "./sample.ts";

type DraftTakes = z.input<typeof contract.draftResource.takes>;
type ContentInput = DraftTakes["content"];

/** A resource to be drafted, and who drafts it. */
export type SampleResource = Readonly<{ key: string; compiledBy: string; takes: DraftTakes }>;

/** One that must be refused: by which article and code, and at which act. */
type RefusedSample = SampleResource &
  Readonly<{ cites: Citation; code: string; at: "draftResource" | "submitResource" }>;

/** Bodies that provide data of a system whose responsible department compiles the catalogue. */
const DEPARTMENT_OF: Readonly<Record<string, string>> = {
  市社保中心: "市人力资源社会保障局",
  市公积金中心: "市住房城乡建设管理委",
  市公共信用中心: "市发展改革委",
  市城运中心: "市数据局",
  市残联: "市民政局",
  市税务局: "市财政局",
  市气象局: "市应急局",
  久事公交: "市交通委",
  城投水务: "市水务局",
  市电力公司: "市发展改革委",
};

const institution = (shortName: string) => {
  const found = register.institutions.find((it) => it.shortName === shortName);
  if (found === undefined) throw new Error(`No institution is called ${shortName}.`);
  return found;
};

const CYCLES = {
  "1": "realtime",
  "2": "daily",
  "3": "weekly",
  "4": "monthly",
  "5": "quarterly",
  "6": "yearly",
} as const;
const isCycle = (code: string): code is keyof typeof CYCLES => Object.hasOwn(CYCLES, code);
const cycleOf = (code: string | null) => (code !== null && isCycle(code) ? CYCLES[code] : "irregular");

const SHARING = { UNCONDITIONAL: "unconditional", AUTHORISED: "authorised", NONE: "not-shared" } as const;
const METHOD = { DIRECT: "direct", THIRD_PARTY: "third-party", AGREEMENT: "agreement" } as const;

/** What is collected elsewhere already is obtained from there; `sources` remembers who collects what. */
const itemsOf = (
  { code: from, items, sharing }: Sample,
  sources: Map<string, string>,
): NonNullable<ContentInput["items"]> => {
  const collected = items.map(({ precision, ...item }) => ({
    ...item,
    ...(precision === undefined ? {} : { precision }),
    obtained: { by: "collected" as const },
    secrecy: "none" as const,
  }));
  const elements = elementsOf(collected);
  return collected.map((item, at) => {
    const element = elements.find((each) => each.at === at);
    const source = element && sources.get(element.name);
    if (source !== undefined) return { ...item, obtained: { by: "shared" as const, from: source } };
    if (element && sharing.type !== "NONE") sources.set(element.name, from);
    return item;
  });
};

/** The opening type of a sample is the one that follows from its data, as the platform has it. */
const classified = (content: ContentInput): ContentInput => {
  const { type } = classify(Content.parse(content));
  const { condition = "登记使用目的，通过接口获取", ...opening } = content.opening ?? { type };
  return { ...content, opening: { ...opening, type, ...(type === "conditional" ? { condition } : {}) } };
};

const contentOf = (sample: Sample, sources: Map<string, string>): ContentInput => {
  const { catalogue, classification, collection, sharing, opening } = sample;
  const provider = institution(sample.provider);
  const reason = opening.reason ?? "";
  const forbidden = reason.includes("法律规定不得");
  return classified({
    name: sample.name,
    catalogue:
      catalogue === "CITY"
        ? { kind: "city" }
        : { kind: "district-supplement", district: District.parse(provider.districtCode) },
    classification: {
      class: classification.class.code,
      item: classification.item.code,
      heading: classification.heading,
    },
    secrecy: "none",
    abstract: sample.abstract,
    provider: { code: provider.creditCode, name: provider.name },
    scope: { place: catalogue === "CITY" ? "上海市" : "本区", time: "2018年11月起", covers: sample.abstract },
    formatClass: sample.formatClass,
    items: itemsOf(sample, sources),
    sharing: {
      type: SHARING[sharing.type],
      ...(sharing.type === "NONE" ? {} : { mode: "request-response" as const }),
      ...(sharing.reason === undefined ? {} : { reason: sharing.reason }),
      ...(sharing.condition === undefined ? {} : { condition: sharing.condition }),
      ...basesOf(sharing.legalBasis),
    },
    opening: {
      type: "unconditional",
      ...(opening.reason === undefined ? {} : { reason: opening.reason }),
      ...(opening.condition === undefined ? {} : { condition: opening.condition }),
      ...basesOf(opening.legalBasis),
    },
    traits: {
      tradeSecrets: reason.includes("商业秘密"),
      ...(forbidden
        ? { bannedBy: basesOf(opening.legalBasis).basis?.filter(({ act }) => act !== "order-9") ?? [] }
        : {}),
      demanding: reason.includes("处理能力"),
      continuous: reason.includes("持续获取"),
    },
    updateCycle: cycleOf(sample.updateCycle.code),
    collectionNorm: {
      method: METHOD[collection.method],
      ...basesOf(collection.legalBasis),
      norm: `${sample.name}采集规范`,
      ...(collection.method === "DIRECT" ? {} : { contract: "供用合同格式条款" }),
    },
  });
};

/** Resources that obey every rule, in an order in which they can be drafted, submitted and published. */
export const sampleResources = (): SampleResource[] => {
  const sources = new Map<string, string>();
  return samples.resources.map((raw) => {
    const sample = Sample.parse(raw);
    const { creditCode } = institution(DEPARTMENT_OF[sample.provider] ?? sample.provider);
    return {
      key: sample.key,
      compiledBy: creditCode,
      takes: { code: sample.code, content: contentOf(sample, sources) },
    };
  });
};

const sampleOf = (key: string): SampleResource => {
  const found = sampleResources().find((it) => it.key === key);
  if (found === undefined) throw new Error(`No sample is called ${key}.`);
  return found;
};

const changed = (key: string, as: string, change: Partial<ContentInput>): SampleResource => {
  const { compiledBy, takes } = sampleOf(key);
  return { key: as, compiledBy, takes: { content: { ...takes.content, ...change } } };
};

/** Four that break the law, each in one way; the last three need `household-population` in force. */
export const refusedSamples = (): RefusedSample[] => {
  const { items = [], name } = sampleOf("household-population").takes.content;
  const [address] = items.filter((item) => item.name === "户籍地址");
  const { items: points = [] } = sampleOf("schools").takes.content;
  return [
    {
      ...changed("schools", "marked-secret", { name: "人防工程名录", abstract: "机密★长期 本市人防工程的位置。" }),
      cites: "A2",
      code: "state-secret-refused",
      at: "draftResource",
    },
    {
      ...changed("yangpu-environment-points", "supplement-repeats", { name }),
      cites: "A17p3",
      code: "supplement-repeats-city-resource",
      at: "submitResource",
    },
    {
      ...changed("schools", "collected-again", {
        name: "学区对口户籍信息",
        items: [...points, ...(address === undefined ? [] : [address])],
        opening: { type: "not-open" },
      }),
      cites: "A18",
      code: "item-already-shared",
      at: "submitResource",
    },
    {
      ...changed("schools", "authorised-by-a-notice", {
        name: "学校安全联络人",
        sharing: {
          type: "authorised",
          mode: "request-response",
          reason: "仅供应急联络",
          condition: "限应急处置",
          basis: [{ act: "shanghai-data-sharing-implementing-measures", article: "全文" }],
        },
      }),
      cites: "A27",
      code: "sharing-without-basis",
      at: "submitResource",
    },
  ];
};
