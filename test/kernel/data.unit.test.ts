import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { CalendarYear } from "../../functions/kernel/calendar.ts";
import { CreditCode } from "../../functions/kernel/credit-code.ts";
import { Day, weekdayOf } from "../../functions/kernel/day.ts";
import { District, DivisionCode, SHANGHAI } from "../../functions/kernel/division-code.ts";
import { ResourceCode } from "../../functions/kernel/resource-code.ts";
import { PlainText } from "../../functions/kernel/text.ts";

const text = PlainText(2000);
const facts = { about: text, evidence: text };
const coded = z.looseObject({ code: text, name: text });
const values = z.looseObject({ values: z.array(z.union([coded, text])).min(1) });
const basis = z.array(z.looseObject({ text, evidence: text.optional() }));

const limit = z.strictObject({
  id: text,
  basis: text,
  limit: z.strictObject({ value: z.int().nonnegative(), unit: text }),
  from: text,
  actor: text,
  note: text.optional(),
  evidence: text.optional(),
  extension: z.strictObject({ value: z.int().positive(), unit: text, needs: text.optional() }).optional(),
});
const limits = z.looseObject({ evidence: text, limits: z.array(limit).min(1) });

const resource = z.looseObject({
  key: text,
  code: ResourceCode,
  name: text,
  nameEn: text,
  provider: text,
  abstract: text,
  grade: z.int().min(1).max(4),
  items: z
    .array(
      z.looseObject({
        code: text,
        name: text,
        type: z.enum([..."CNYDTLMGBIF"]),
        personal: z.boolean(),
        key: z.boolean(),
      }),
    )
    .min(1),
  sharing: z.looseObject({ type: z.enum(["UNCONDITIONAL", "AUTHORISED", "NONE"]), legalBasis: basis.optional() }),
  opening: z.looseObject({ type: text }),
  updateCycle: z.looseObject({ code: text.nullable(), name: text }),
});

/** The shape of every file in data/; a file that is not here fails the test below. */
const shapes: Readonly<Record<string, z.ZodType>> = {
  "aws-china.json": z.looseObject({
    ...facts,
    partition: z.looseObject({ name: z.literal("aws-cn"), urlSuffix: text }),
    services: z.array(z.looseObject({ service: text, evidence: text })).min(1),
  }),
  "catalog-samples.json": z.looseObject({ ...facts, resources: z.array(resource).length(65) }),
  "catalogue-enums.json": z.looseObject({
    ...facts,
    updateCycle: z.looseObject({ national: z.array(coded).min(1) }),
    resourceFormat: values,
    dataType: values,
  }),
  "deadlines.json": z.looseObject({
    ...facts,
    counting: z.array(text).min(1),
    examples: z.array(
      z.strictObject({ start: Day, workingDays: z.int(), due: Day, provisional: z.boolean(), note: text }),
    ),
    order9: limits,
    licensing: limits,
    nationalSharing: limits,
    cityData: limits,
    serviceItems: limits,
  }),
  "districts.json": z.strictObject({
    ...facts,
    source: text,
    municipality: z.strictObject({ code: z.literal(SHANGHAI), name: text, nameEn: text }),
    districts: z.array(z.strictObject({ code: District, name: text, nameEn: text })).length(16),
    retired: z.array(z.looseObject({ code: DivisionCode, name: text, evidence: text })),
  }),
  "holidays.json": z.looseObject({
    ...facts,
    rules: z.array(text),
    years: z.array(CalendarYear.and(z.looseObject({ workingDays: z.int().optional() }))),
  }),
  "identifiers.json": z.looseObject({ ...facts, uscc: z.unknown(), residentId: z.unknown(), itemCode: z.unknown() }),
  "institutions.json": z.looseObject({
    ...facts,
    institutions: z
      .array(
        z.looseObject({
          key: text,
          shortName: text,
          name: text,
          nameEn: text,
          level: z.enum(["city", "district"]),
          kind: text,
          roles: z.array(text).min(1),
          districtCode: DivisionCode,
          creditCode: CreditCode,
          codeIsSample: z.boolean(),
        }),
      )
      .length(78),
  }),
  "item-types.json": z.looseObject({ ...facts, itemType: values, adminLevel: values, handlingForm: values }),
  "standards.json": z.strictObject({
    ...facts,
    standards: z.array(
      z.strictObject({
        code: text,
        title: text,
        issued: Day.optional(),
        inForce: Day.optional(),
        replaces: z.array(text),
        use: text,
        evidence: text,
      }),
    ),
  }),
};

const DATA = join(process.cwd(), "data");
const contentOf = (file: string): unknown => JSON.parse(readFileSync(join(DATA, file), "utf8"));
const read = <T>(file: string, schema: z.ZodType<T>): T => schema.parse(contentOf(file));
const distinct = (them: readonly unknown[]): void => expect(new Set(them).size).toBe(them.length);

describe("the reference data", () => {
  it.each(
    readdirSync(DATA).filter((file) => file.endsWith(".json")),
  )("%s has its shape, and README names it", (file) => {
    expect(shapes[file]?.safeParse(contentOf(file)).error).toBeUndefined();
    expect(shapes).toHaveProperty([file]);
    expect(readFileSync(join(DATA, "README.md"), "utf8")).toContain(`\`${file}\``);
  });

  it("names every institution, resource and standard once", () => {
    const keyed = z.looseObject({ key: text });
    const { institutions } = read(
      "institutions.json",
      z.object({ institutions: z.array(keyed.extend({ creditCode: text })) }),
    );
    const { resources } = read("catalog-samples.json", z.object({ resources: z.array(keyed.extend({ code: text })) }));
    const { standards } = read("standards.json", z.object({ standards: z.array(z.object({ code: text })) }));
    for (const them of [institutions, resources]) distinct(them.map(({ key }) => key));
    distinct(institutions.map(({ creditCode }) => creditCode));
    for (const them of [resources, standards]) distinct(them.map(({ code }) => code));
  });

  it("has every sample resource provided by an institution that it knows", () => {
    const { institutions } = read(
      "institutions.json",
      z.object({ institutions: z.array(z.object({ shortName: text })) }),
    );
    const { resources } = read("catalog-samples.json", z.object({ resources: z.array(z.object({ provider: text })) }));
    const known = new Set(institutions.map(({ shortName }) => shortName));
    expect(resources.map(({ provider }) => provider).filter((it) => !known.has(it))).toEqual([]);
  });

  it("calls a sample code a sample: EXAMPL stands in every one and in no other", () => {
    const codes = z.object({ institutions: z.array(z.object({ creditCode: text, codeIsSample: z.boolean() })) });
    for (const { creditCode, codeIsSample } of read("institutions.json", codes).institutions)
      expect([creditCode, creditCode.includes("EXAMPL")]).toEqual([creditCode, codeIsSample]);
  });

  it("gives no statutory day of an unpublished year twice, and Spring Festival four days in a row", () => {
    const { years } = read("holidays.json", z.object({ years: z.array(CalendarYear) }));
    for (const { statutoryDays } of years.filter(({ status }) => status === "unpublished")) {
      const dates = statutoryDays?.flatMap((it) => it.dates) ?? [];
      expect(dates.every((date) => weekdayOf(date) > 0)).toBe(true);
      expect(statutoryDays?.find(({ name }) => name === "春节")?.dates).toHaveLength(4);
    }
  });
});
