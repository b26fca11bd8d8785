import * as z from "zod";
import { CreditCode } from "../../kernel/credit-code.ts";
import { Day } from "../../kernel/day.ts";
import { accept, type Outcome, refuse } from "../../kernel/outcome.ts";
import { bar, pass, stop } from "../../kernel/rule.ts";
import { both } from "../../kernel/saying.ts";
import { PlainText } from "../../kernel/text.ts";
import { ResourceId } from "../record/id.ts";
import type { Binding, Terms } from "../row/terms.ts";

/** 人口、法人、空间地理、电子证照四个基础库，以及主题库 (A23). */
const DATABASE_KINDS = ["population", "legal-persons", "geography", "e-certificates", "theme"] as const;
const DatabaseKind = z.enum(DATABASE_KINDS);

/** Resources that feed one database: its entities carry a contribution of each and must stay a row. */
const MOST_SOURCES = 20;

const Code = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/);
const Field = z.strictObject({ code: Code, name: PlainText(60) });

const isSet = (texts: readonly string[]): boolean => new Set(texts).size === texts.length;

const DECLARED = {
  kind: DatabaseKind,
  name: PlainText(60),
  key: PlainText(60).meta({ description: "What tells its entities apart: 公民身份号码、统一社会信用代码" }),
  fields: z
    .array(Field)
    .min(1)
    .max(60)
    .refine(
      (fields) => isSet(fields.map(({ code }) => code)),
      both("字段编码重复。", "Two fields have the same code."),
    ),
  district: Code.meta({ description: "The field that says in which district an entity is" }).exactOptional(),
};

const hasItsDistrict = ({ fields, district }: { fields: { code: string }[]; district?: string }): boolean =>
  district === undefined || fields.some(({ code }) => code === district);

/** A database as the Center declares it. */
export const Declaring = z.strictObject(DECLARED).refine(hasItsDistrict, {
  path: ["district"],
  error: both("所在区须是已声明的字段。", "The district is one of the fields declared."),
});
export type Declaring = z.infer<typeof Declaring>;

/** Which items of a resource fill which fields; of two sources that fill one field the lower rank counts. */
export const Mapping = z.strictObject({
  resource: ResourceId,
  key: Code.meta({ description: "The item that holds the entity's key" }),
  rank: z.int().min(1).max(99).meta({ description: "1 counts most" }),
  items: z
    .array(z.strictObject({ item: Code, field: Code }))
    .min(1)
    .max(60)
    .refine(
      (items) => isSet(items.map(({ field }) => field)),
      both("同一字段映射了两次。", "A field is mapped twice."),
    ),
});
export type Mapping = z.infer<typeof Mapping>;

/** A mapping as it was accepted: which edition of whose resource. */
const Mapped = Mapping.extend({
  name: z.string(),
  edition: z.int().min(1),
  compiledBy: CreditCode,
  provider: CreditCode,
});
export type Mapped = z.infer<typeof Mapped>;

/** A basic or theme database: what it holds, and which resources feed it. */
export const Database = z
  .object({
    id: z.uuidv7(),
    ...DECLARED,
    mappings: z.array(Mapped).max(MOST_SOURCES),
    walked: z.array(ResourceId).meta({ description: "Every resource that has ever fed it" }),
    revision: z.int().min(1).meta({ description: "How often what it is made of has changed" }),
    builtRevision: z.int().min(0).meta({ description: "The last revision that it was fully built by" }),
    declaredOn: Day,
  })
  .meta({ id: "Database", description: "基础库或者主题库。A basic or theme database." });
export type Database = z.infer<typeof Database>;

/** Only what its department shares is integrated: the rest stays in its pool. */
const isShared = bar("A23", "unshared-resource-not-mapped", ({ id, content }: Binding) =>
  content.sharing.type === "not-shared" ? stop({ resource: id }) : pass(content),
);

/** One record, one entity: with another key a record could belong to nobody, or ten records to one. */
const tellsEntitiesApart = bar("A23", "mapping-key-not-the-resources", ({ keys }: Terms, { key }: Mapping) =>
  keys.length === 1 && keys[0] === key ? pass(key) : stop({ field: "/key", key, keys }),
);

const namesWhatThereIs = bar("A23", "mapping-names-unknown", (database: Database, terms: Terms, mapping: Mapping) => {
  const fields = new Set(database.fields.map(({ code }) => code));
  const at = mapping.items.findIndex(({ item, field }) => !terms.items.has(item) || !fields.has(field));
  return at === -1 ? pass(mapping) : stop({ field: `/items/${at}` });
});

/** Two sources of one rank would leave to chance which of them counts. */
const hasItsOwnRank = bar("A23", "mapping-rank-taken", ({ mappings }: Database, { resource, rank }: Mapping) => {
  const holder = mappings.find((it) => it.rank === rank && it.resource !== resource);
  return holder === undefined ? pass(rank) : stop({ field: "/rank", heldBy: holder.resource });
});

type MappingRefusal =
  | typeof isShared.code
  | typeof tellsEntitiesApart.code
  | typeof namesWhatThereIs.code
  | typeof hasItsOwnRank.code
  | "too-many-mappings";

export const declare = (declaring: Declaring, id: string, today: Day): Database => ({
  ...declaring,
  id,
  mappings: [],
  walked: [],
  revision: 1,
  builtRevision: 1,
  declaredOn: today,
});

/** The database with this resource feeding it so from now on, in place of how it did before. */
export const map = (
  database: Database,
  binding: Binding,
  terms: Terms,
  mapping: Mapping,
): Outcome<Database, MappingRefusal> => {
  const shared = isShared(binding);
  if (!shared.ok) return shared;
  const apart = tellsEntitiesApart(terms, mapping);
  if (!apart.ok) return apart;
  const known = namesWhatThereIs(database, terms, mapping);
  if (!known.ok) return known;
  const ranked = hasItsOwnRank(database, mapping);
  if (!ranked.ok) return ranked;
  const { resource, name, edition, compiledBy, provider } = terms;
  const others = database.mappings.filter((it) => it.resource !== resource);
  if (others.length === MOST_SOURCES) return refuse("too-many-mappings", { most: MOST_SOURCES }, ["A23"]);
  return accept({
    ...database,
    mappings: [...others, { ...mapping, resource, name, edition, compiledBy, provider }],
    walked: [...new Set([...database.walked, resource])],
    revision: database.revision + 1,
  });
};

/** The database without this resource; nothing if it does not feed it. */
export const unmap = (database: Database, resource: string): Database | undefined => {
  const mappings = database.mappings.filter((it) => it.resource !== resource);
  if (mappings.length === database.mappings.length) return undefined;
  return { ...database, mappings, revision: database.revision + 1 };
};
