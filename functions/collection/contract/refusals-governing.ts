import type { Meaning } from "../../platform/operation.ts";

type Meanings = Readonly<Record<string, Meaning>>;

/** What stops a resource from feeding a database. */
export const MAPPING = {
  "resource-not-in-force": {
    status: 422,
    zh: "目录中没有在用的该资源",
    en: "The catalogue has no such resource in force",
  },
  "unshared-resource-not-mapped": { status: 422, zh: "非共享资源不得整合入库", en: "The resource is not shared" },
  "mapping-key-not-the-resources": {
    status: 422,
    zh: "映射的键须是该资源唯一的主键数据项",
    en: "The key must be the one item that tells the resource's records apart",
  },
  "mapping-names-unknown": {
    status: 422,
    zh: "映射中有资源没有的数据项，或者库没有的字段",
    en: "The mapping names an item or a field that does not exist",
  },
  "mapping-rank-taken": { status: 409, zh: "另一来源已有该优先级", en: "Another source has this rank" },
  "too-many-mappings": { status: 422, zh: "该库的来源过多", en: "The database has too many sources" },
} as const satisfies Meanings;
