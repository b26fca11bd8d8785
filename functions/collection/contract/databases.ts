import * as z from "zod";
import { Instant } from "../../kernel/day.ts";
import { LIMITS } from "../../kernel/limits.ts";
import { RecordId } from "../../kernel/record-id.ts";
import { PlainText } from "../../kernel/text.ts";
import { operation } from "../../platform/operation.ts";
import { PageFields, pageOf } from "../../platform/page.ts";
import { COMMAND, COMMON, PAGED, UNKNOWN } from "../../platform/refusals.ts";
import { Database, Declaring, Mapping } from "../database/database.ts";
import { EntityField } from "../database/entity.ts";
import { ResourceId, Value } from "../record/id.ts";
import { ObjectionId } from "../record/record.ts";
import { A_RESOURCE } from "./example.ts";
import { MAPPING } from "./refusals-governing.ts";

export const A_DATABASE = "0199b2c6-2c30-7d42-8e11-6a7b8c9d0e1f";
export const AN_ENTITY = `${A_DATABASE}~5b2c1d0e9f8a7b6c5d4e3f2a1b0c9d8e`;
const DEPARTMENT = "11310000EXAMPL098P";
const CENTER = { duty: "command", who: ["big-data-center"], post: "catalogue-reviewer" } as const;
export const DatabaseId = z.uuidv7();

const declaring: z.input<typeof Declaring> = {
  kind: "theme",
  name: "教育机构主题库",
  key: "学校标识码",
  fields: [
    { code: "phone", name: "联系电话" },
    { code: "district", name: "所在区" },
  ],
  district: "district",
};
const aDatabase: z.input<typeof Database> = {
  ...declaring,
  id: A_DATABASE,
  mappings: [],
  walked: [],
  revision: 1,
  builtRevision: 1,
  declaredOn: "2026-11-24",
};
const aMapping: z.input<typeof Mapping> = {
  resource: A_RESOURCE,
  key: "schoolId",
  rank: 1,
  items: [{ item: "phone", field: "phone" }],
};
const aMappedDatabase: z.input<typeof Database> = {
  ...aDatabase,
  mappings: [{ ...aMapping, name: "中小学校名录", edition: 1, compiledBy: DEPARTMENT, provider: DEPARTMENT }],
  walked: [A_RESOURCE],
  revision: 2,
};

export const declareDatabase = operation({
  ...CENTER,
  method: "POST",
  path: "/collection/databases",
  says: { zh: "市大数据中心建立基础库或者主题库", en: "The Center declares a basic or theme database" },
  cites: ["A23"],
  creates: true,
  takes: Declaring,
  gives: Database,
  refusals: {
    ...COMMAND,
    "database-declared-already": {
      status: 409,
      zh: "全市只有一个该类基础库，主题库不得重名",
      en: "The city has one basic database of each kind, and one theme of a name",
    },
  },
  example: { takes: declaring, gives: aDatabase },
});

export const mapResource = operation({
  ...CENTER,
  method: "POST",
  path: "/collection/databases/{id}/mappings",
  says: {
    zh: "把一项资源的数据项映射到库的字段；随后重建",
    en: "Map a resource's items to a database's fields; it is built anew",
  },
  cites: ["A23"],
  takes: z.strictObject({ id: DatabaseId, ...Mapping.shape }),
  gives: Database,
  refusals: { ...COMMON, ...MAPPING },
  example: { takes: { id: A_DATABASE, ...aMapping }, gives: aMappedDatabase },
});

export const unmapResource = operation({
  ...CENTER,
  method: "POST",
  path: "/collection/databases/{id}/unmapping",
  says: { zh: "撤销一项资源的映射；随后重建", en: "Take a resource out of a database; it is built anew" },
  cites: ["A23"],
  takes: z.strictObject({ id: DatabaseId, resource: ResourceId }),
  gives: Database,
  refusals: {
    ...COMMON,
    "resource-not-mapped": { status: 409, zh: "该资源没有映射到此库", en: "The resource does not feed this database" },
  },
  example: {
    takes: { id: A_DATABASE, resource: A_RESOURCE },
    gives: { ...aMappedDatabase, mappings: [], revision: 3 },
  },
});

export const readDatabase = operation({
  duty: "read",
  method: "GET",
  path: "/collection/databases/{id}",
  says: { zh: "查看基础库或者主题库的构成", en: "Read what a database is made of" },
  cites: ["A23"],
  who: ["institution"],
  takes: z.strictObject({ id: DatabaseId }),
  gives: Database,
  refusals: UNKNOWN,
  example: { takes: { id: A_DATABASE }, gives: aMappedDatabase },
});

export const listDatabases = operation({
  duty: "read",
  method: "GET",
  path: "/collection/databases",
  says: { zh: "列出基础库和主题库", en: "List the basic and theme databases" },
  cites: ["A23"],
  who: ["institution"],
  takes: z.strictObject(PageFields),
  gives: pageOf(Database),
  refusals: PAGED,
  example: { takes: {}, gives: { items: [aMappedDatabase] } },
});

const Entity = z
  .object({
    id: RecordId,
    database: DatabaseId,
    key: Value.exactOptional(),
    fields: z.record(z.string(), EntityField),
    disputed: z.array(ObjectionId).meta({ description: "Objections that are open on what it is made of (A48)" }),
    changedAt: Instant,
    receipt: z.uuidv7().meta({ description: "Under which this reading is on record" }),
  })
  .meta({ id: "DatabaseEntity", description: "库中的一个实体及各字段来源。An entity, each field with its lineage." });

export const readEntity = operation({
  duty: "read",
  method: "GET",
  path: "/collection/entities/{id}",
  says: {
    zh: "查看库中的一个实体及各字段的来源；查看留痕",
    en: "Read an entity, each field with its source; the reading goes on record",
  },
  cites: ["A23", "A23p2", "A47"],
  who: ["institution"],
  takes: z.strictObject({
    id: RecordId.meta({ description: "Database, `~`, and 32 digits of the SHA-256 of [database, key] as JSON" }),
    purpose: PlainText(LIMITS.purposeCharacters).meta({ description: "履职需要：为什么查看；不含个人信息" }),
  }),
  gives: Entity,
  refusals: UNKNOWN,
  example: {
    takes: { id: AN_ENTITY, purpose: "核对学校联系方式" },
    gives: {
      id: AN_ENTITY,
      database: A_DATABASE,
      key: "3131000001",
      fields: {
        phone: {
          value: "021-12345678",
          state: "agreed",
          from: { resource: A_RESOURCE, record: `${A_RESOURCE}~3f8a1c0d9be24e57a6c1d20f4b8e7a95`, version: 2 },
        },
      },
      disputed: [],
      changedAt: "2026-11-24T01:02:03.004Z",
      receipt: "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d13",
    },
  },
});
