import * as z from "zod";
import { ACTS, type ActKey } from "../../../law/acts.ts";
import { CreditCode } from "../../kernel/credit-code.ts";
import { District } from "../../kernel/division-code.ts";
import { type Placement, ResourceCode } from "../../kernel/resource-code.ts";
import { both } from "../../kernel/saying.ts";
import { PlainText } from "../../kernel/text.ts";
import { Item, Items } from "./item.ts";

/** How many items (项) the national guide names in each class, numbered from 01 in its order. */
const ITEMS_OF_CLASS = { "1": 5, "2": 12, "3": 8 } as const;

const isActKey = (key: string): key is ActKey => Object.hasOwn(ACTS, key);

/** An article of an act that may be cited as a basis. */
export const LegalBasis = z
  .strictObject({
    act: z.enum(Object.keys(ACTS).filter(isActKey)).meta({ description: "Key of an act in the register of laws" }),
    article: PlainText(100),
  })
  .meta({ id: "LegalBasis", description: "法律依据及条款。An article of an act." });
export type LegalBasis = z.infer<typeof LegalBasis>;

const Bases = z.array(LegalBasis).min(1).max(10);
const Reason = PlainText(500);

export const Classification = z
  .strictObject({
    class: z.enum(["1", "2", "3"]).meta({ description: "类：1 基础，2 主题，3 部门" }),
    item: z.string().regex(/^\d{2}$/),
    heading: z.string().regex(/^\d{3}$/),
    subHeading: z
      .string()
      .regex(/^[0-9A-Za-z]{1,8}$/)
      .exactOptional(),
  })
  .refine(
    (it) => Number(it.item) >= 1 && Number(it.item) <= ITEMS_OF_CLASS[it.class],
    both("该类没有这个项。", "The class has no such item."),
  );
export type Classification = z.infer<typeof Classification>;

export const placementOf = ({ subHeading = "", ...at }: Classification): Placement => ({ ...at, subHeading });

/** The city's catalogue, or a district's supplement to it (A17p3). */
export const Catalogue = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("city") }),
  z.strictObject({ kind: z.literal("district-supplement"), district: District }),
]);
export type Catalogue = z.infer<typeof Catalogue>;

/** Whether something is marked as a state secret; said in so many words, because A2 keeps such data out. */
const Secrecy = z.enum(["state-secret", "none"]);

export const SHARING_TYPES = ["unconditional", "authorised", "not-shared"] as const;
const Sharing = z.strictObject({
  type: z.enum(SHARING_TYPES).meta({ description: "无条件共享、授权共享、非共享" }),
  mode: z.enum(["request-response", "data-copy"]).exactOptional(),
  reason: Reason.exactOptional(),
  basis: Bases.exactOptional(),
  condition: Reason.exactOptional(),
});

export const OPENING_TYPES = ["unconditional", "conditional", "not-open"] as const;
export const OpeningType = z
  .enum(OPENING_TYPES)
  .meta({ id: "OpeningType", description: "无条件开放、有条件开放、非开放。" });
const Opening = z.strictObject({
  type: OpeningType,
  reason: Reason.exactOptional(),
  basis: Bases.exactOptional(),
  condition: Reason.exactOptional(),
});

/** What A30 asks about the data beyond its items: from these the opening type is worked out, not chosen. */
const Traits = z.strictObject({
  tradeSecrets: z.boolean(),
  bannedBy: Bases.meta({ description: "Laws or regulations that forbid opening" }).exactOptional(),
  demanding: z.boolean().meta({ description: "High demands on security and processing" }),
  continuous: z.boolean().meta({ description: "Must be supplied continuously" }),
});

/** How the data is collected (A19): on which basis or consent, by which norm, under which contract. */
const CollectionNorm = z.strictObject({
  method: z.enum(["direct", "third-party", "agreement"]),
  basis: Bases.exactOptional(),
  consent: Reason.exactOptional(),
  norm: Reason,
  contract: PlainText(200).exactOptional(),
});

export const UPDATE_CYCLES = [
  "realtime",
  "daily",
  "weekly",
  "monthly",
  "quarterly",
  "half-yearly",
  "yearly",
  "irregular",
  "static",
] as const;
export const UpdateCycle = z.enum(UPDATE_CYCLES);

/** What a resource is called and where it stands; a draft has at least this. */
const HEAD = {
  name: PlainText(60, 180),
  catalogue: Catalogue,
  classification: Classification,
  secrecy: Secrecy,
};

/** What every submitted resource states (A17). */
const STATED = {
  abstract: PlainText(1000, 3000),
  provider: z.strictObject({ code: CreditCode, name: PlainText(60, 180) }),
  scope: z.strictObject({ place: PlainText(100), time: PlainText(100), covers: PlainText(200) }),
  formatClass: z.enum(["1", "2", "3", "4", "5", "6", "7"]).meta({ description: "格式大类，编制指南代码" }),
  items: Items,
  sharing: Sharing,
  opening: Opening,
  traits: Traits,
  updateCycle: UpdateCycle,
  collectionNorm: CollectionNorm,
};

const MORE = {
  standards: z.array(PlainText(100)).max(20).meta({ description: "Standards that the data follows" }).exactOptional(),
  related: z.array(ResourceCode).max(20).exactOptional(),
};

/** A resource as its compiler is writing it: what A17 asks for may still be missing. */
export const Draft = z
  .strictObject({ ...HEAD, ...z.strictObject(STATED).exactPartial().shape, ...MORE })
  .meta({ id: "ResourceDraft", description: "编制中的公共数据资源。A resource as it is being written." });
export type Draft = z.infer<typeof Draft>;

/** A resource that states everything that A17 asks for. */
export const Content = z.strictObject({ ...HEAD, ...STATED, ...MORE });
export type Content = z.infer<typeof Content>;

const GradedItem = Item.required({ grade: true }).meta({ id: "GradedResourceItem", description: "已分级的信息项。" });

/** The same with a grade on every item (A43p2). */
export const GradedContent = z
  .strictObject({ ...Content.shape, items: z.array(GradedItem).min(1) })
  .meta({ id: "ResourceContent", description: "公共数据资源。A public data resource as the catalogue states it." });
export type GradedContent = z.infer<typeof GradedContent>;
