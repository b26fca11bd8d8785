import * as z from "zod";
import { isCreditCode } from "./credit-code.ts";
import { Day } from "./day.ts";
import { isProvince } from "./division-code.ts";
import { both } from "./saying.ts";

const LETTERS = "A-HJ-NPQRTUWXY";
const BASIC = new RegExp(`^[0-9]{4}[0-9${LETTERS}]{8}$`);
const IMPLEMENTING = new RegExp(`^.{18}[1-7][0-9]{4}[0-9${LETTERS}]{8}$`);
const BUSINESS = new RegExp(`^.{18}[1-7][0-9]{4}[0-9${LETTERS}]{8}[0-9${LETTERS}]{2}$`);

/** The national list is region 00; 00 as a type is the abstract heading of all powers and names none. */
const isBasic = (text: string): boolean =>
  BASIC.test(text) && (text.startsWith("00") || isProvince(text.slice(0, 2))) && text.slice(2, 4) !== "00";

const isImplementing = (text: string): boolean =>
  IMPLEMENTING.test(text) && isCreditCode(text.slice(0, 18)) && isBasic(text.slice(19));

const isBusiness = (text: string): boolean => BUSINESS.test(text) && isImplementing(text.slice(0, 31));

/** 基本编码, GB/T 39554.1-2020: region 2, type 2, main item 5, sub-item 3; letters I, O, S, V, Z never. */
export const BasicItemCode = z
  .string()
  .refine(
    isBasic,
    both(
      "事项基本编码须为 12 位，不含字母 I、O、S、V、Z。",
      "A basic item code has 12 characters, without I, O, S, V, Z.",
    ),
  )
  .brand<"BasicItemCode">()
  .meta({ id: "BasicItemCode", description: "事项基本编码，12 位。", example: "312000218000" });
export type BasicItemCode = z.infer<typeof BasicItemCode>;

/** 实施编码: the body's credit code 18, level 1, basic code 12. */
export const ImplementingItemCode = z
  .string()
  .refine(
    isImplementing,
    both(
      "事项实施编码须为 31 位：统一社会信用代码、层级、基本编码。",
      "An implementing code has 31 characters: credit code, level, basic code.",
    ),
  )
  .brand<"ImplementingItemCode">()
  .meta({
    id: "ImplementingItemCode",
    description: "事项实施编码，31 位。",
    example: "11310000002420447T2312000218000",
  });
export type ImplementingItemCode = z.infer<typeof ImplementingItemCode>;

/** 业务办理项编码: implementing code 31 and two more. */
export const BusinessItemCode = z
  .string()
  .refine(
    isBusiness,
    both(
      "业务办理项编码须为 33 位：实施编码加 2 位。",
      "A business item code has 33 characters: an implementing code and two more.",
    ),
  )
  .brand<"BusinessItemCode">()
  .meta({
    id: "BusinessItemCode",
    description: "业务办理项编码，33 位。",
    example: "11310000002420447T231200021800001",
  });
export type BusinessItemCode = z.infer<typeof BusinessItemCode>;

/** Lengths of GB/T 39046-2020 and of the national exchange tables, which came before or stand beside. */
const OLDER = /^(?:[0-9A-Z]{10}|[0-9A-Z]{24}|[0-9A-Z]{36}|[0-9A-Z]{50})$/;
/** Street-level service centres carry a body code that is no credit code; their items exist, new ones may not. */
const STREET_LEVEL = /^310000999000[A-Z]{2}0000[1-7]([0-9]{4}[0-9A-Z]{8})(?:[0-9A-Z]{2})?$/;

/** Any code that an imported item may carry, older ones included. Never for an item that is made here. */
export const ImportedItemCode = z
  .string()
  .refine(
    (text) =>
      isBasic(text) || isImplementing(text) || isBusiness(text) || OLDER.test(text) || isBasic(streetLevelBasic(text)),
    both("不是事项编码。", "This is no item code."),
  )
  .brand<"ImportedItemCode">();
export type ImportedItemCode = z.infer<typeof ImportedItemCode>;

const streetLevelBasic = (text: string): string => STREET_LEVEL.exec(text)?.[1] ?? "";

const CASE_NUMBER = /^(.{31})(\d{4})(\d{2})(\d{2})\d{4}$/;

const isCaseNumber = (text: string): boolean => {
  const [, code = "", year, month, date] = CASE_NUMBER.exec(text) ?? [];
  return isImplementing(code) && Day.safeParse(`${year}-${month}-${date}`).success;
};

/** 办件编号 as the city writes it: implementing code, day of receipt, four digits counted within that day. */
export const CaseNumber = z
  .string()
  .refine(
    isCaseNumber,
    both("办件编号须为实施编码、日期和 4 位序号。", "A case number is an implementing code, a day and four digits."),
  )
  .brand<"CaseNumber">()
  .meta({ id: "CaseNumber", description: "办件编号。", example: "11310000002420447T2312000218000202611230001" });
export type CaseNumber = z.infer<typeof CaseNumber>;

/** The number of the n-th case of an item on a day, n from 1 to 9999; beyond that it is a fault. */
export const caseNumber = (item: ImplementingItemCode, receivedOn: Day, sequence: number): CaseNumber =>
  CaseNumber.parse(`${item}${receivedOn.replaceAll("-", "")}${String(sequence).padStart(4, "0")}`);
