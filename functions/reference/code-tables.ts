import * as z from "zod";
import catalogueEnums from "../../data/catalogue-enums.json" with { type: "json" };
import districts from "../../data/districts.json" with { type: "json" };
import institutions from "../../data/institutions.json" with { type: "json" };
import itemTypes from "../../data/item-types.json" with { type: "json" };

/** A code and what it means; what else the source says of it (`maxDays`, `needsReason`) is kept as it is. */
const Value = z.looseObject({ code: z.string(), name: z.string() });

/** A table of codes that the platform and those who connect to it share. */
export const CodeTable = z
  .object({
    name: z.string(),
    title: z.string(),
    basis: z.string().meta({ description: "Where the codes come from" }),
    evidence: z.string().meta({ description: "V read in a text, P seen in practice, M to be confirmed" }),
    values: z.array(Value),
  })
  .meta({ id: "CodeTable", description: "代码表。A table of codes." });
export type CodeTable = z.infer<typeof CodeTable>;

const CATALOGUE_GUIDE = "《政务信息资源目录编制指南（试行）》（2017）";

const catalogue = (name: string, title: string, basis: string, values: CodeTable["values"]): CodeTable => ({
  name,
  title,
  basis,
  evidence: "V",
  values,
});

const { sharingType, openingType, sharingMode, updateCycle, resourceFormat, dataType, classification } = catalogueEnums;

/** Item code sets that are plain lists of codes; the others of the file are rules for people. */
const ITEM_TABLES = {
  "item-type": ["事项类型", itemTypes.itemType],
  "administrative-level": ["行使层级", itemTypes.adminLevel],
  "implementing-body-nature": ["实施主体性质", itemTypes.implementingBodyNature],
  "service-object": ["服务对象", itemTypes.serviceObject],
  "handling-form": ["办理形式", itemTypes.handlingForm],
  "case-kind": ["办件类型", itemTypes.caseKind],
  "special-procedure": ["特别程序", itemTypes.specialProcedure],
  satisfaction: ["满意度", itemTypes.satisfaction],
  "item-status": ["事项状态", itemTypes.itemStatus],
  "power-source": ["权力来源", itemTypes.powerSource],
  "result-type": ["结果类型", itemTypes.resultType],
  "material-necessity": ["材料必要性", itemTypes.materialNecessity],
  "material-source": ["材料来源渠道", itemTypes.materialSource],
} as const;

const ItemTable = z.object({ basis: z.string(), evidence: z.string().default("V"), values: z.array(Value) });

const TABLES: readonly CodeTable[] = [
  {
    name: "districts",
    title: "上海市各区",
    basis: "GB/T 2260",
    evidence: "V",
    values: [districts.municipality, ...districts.districts],
  },
  {
    name: "retired-districts",
    title: "上海市已撤销的区县（仅见于旧号码和档案）",
    basis: "GB/T 2260",
    evidence: "M high",
    values: districts.retired,
  },
  {
    name: "institution-kinds",
    title: "公共管理和服务机构类别",
    basis: "《上海市公共数据和一网通办管理办法》第三条、第五条、第十六条、第五十八条、第五十九条",
    evidence: "V",
    values: institutions.kinds,
  },
  catalogue("sharing-type", "共享类型", "本办法第二十七条", sharingType.regulation.values),
  catalogue("sharing-type-national", "共享类型（国家）", CATALOGUE_GUIDE, sharingType.national.values),
  catalogue("opening-type", "开放类型", "本办法第三十条", openingType.regulation.values),
  catalogue("sharing-mode", "共享方式", "本办法第二十五条", sharingMode.regulation.values),
  catalogue("sharing-mode-national", "共享方式（国家）", CATALOGUE_GUIDE, sharingMode.national.values),
  catalogue("update-cycle", "更新周期", CATALOGUE_GUIDE, updateCycle.national),
  catalogue("resource-format", "信息资源格式", CATALOGUE_GUIDE, resourceFormat.values),
  catalogue("data-type", "数据类型", CATALOGUE_GUIDE, dataType.values),
  catalogue(
    "resource-class",
    "信息资源分类",
    CATALOGUE_GUIDE,
    classification.classes.map((it) => ({ ...it })),
  ),
  ...Object.entries(ITEM_TABLES).map(
    ([name, [title, table]]): CodeTable => ({ name, title, ...ItemTable.parse(table) }),
  ),
];

/** All tables, by name. */
export const CODE_TABLES: ReadonlyMap<string, CodeTable> = new Map(TABLES.map((table) => [table.name, table]));
