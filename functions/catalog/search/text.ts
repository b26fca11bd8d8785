import { legible } from "../../kernel/text.ts";

/** Words that people use for what the catalogue calls otherwise; both texts and queries are read as the second. */
const SYNONYMS = [
  ["户口", "户籍"],
  ["驾照", "机动车驾驶证"],
  ["房产", "不动产"],
  ["房本", "不动产权证书"],
  ["公司", "企业"],
  ["社保", "社会保险"],
  ["医保", "医疗保险"],
  ["低保", "最低生活保障"],
  ["公积金", "住房公积金"],
  ["身份证号码", "公民身份号码"],
  ["身份证号", "公民身份号码"],
  ["天气", "气象"],
] as const;

/** In so many names that they tell nothing apart. */
const NOISE = ["上海市", "上海", "本市", "信息", "数据", "资源", "基本", "情况", "名称", "的"];
const STOP: ReadonlySet<string> = new Set(NOISE);

const WORD = /\p{Script=Han}+|[a-z0-9]+/gu;

/** A word already written out stays: 住房公积金 does not become 住房住房公积金. */
const replaced = (text: string, [said, meant]: readonly [string, string]): string =>
  meant.includes(said) ? text.replaceAll(meant, said).replaceAll(said, meant) : text.replaceAll(said, meant);

/** Text as it is compared: width, case and compatibility forms folded, synonyms read as the catalogue's word. */
export const fold = (text: string): string => SYNONYMS.reduce(replaced, legible(text).toLowerCase());

/** The words of a folded text: runs of Chinese characters, and runs of Latin letters and digits. */
const wordsOf = (folded: string): string[] => folded.match(WORD) ?? [];

/**
 * What a query asks for: its words without the noise, so that 企业登记信息 finds 企业登记基本信息; noise alone is looked
 * for as it is.
 */
export const askedIn = (folded: string): string[] => {
  const telling = wordsOf(NOISE.reduce((text, noise) => text.replaceAll(noise, " "), folded));
  return telling.length > 0 ? telling : wordsOf(folded);
};

const isHan = (word: string): boolean => /^\p{Script=Han}/u.test(word);

/** Pairs of neighbouring characters of Chinese words, other words whole; without those that tell nothing apart. */
export const gramsOf = (folded: string): string[] => {
  const grams = wordsOf(folded).flatMap((word) => {
    const characters = [...word];
    if (!isHan(word) || characters.length === 1) return [word];
    return characters.slice(1).map((character, at) => `${characters[at]}${character}`);
  });
  return [...new Set(grams)].filter((gram) => !STOP.has(gram));
};

/** Single Chinese characters, for queries of one character. */
export const charactersOf = (folded: string): string[] => [
  ...new Set(
    wordsOf(folded)
      .filter(isHan)
      .flatMap((word) => [...word]),
  ),
];

/** Characters that stand in many names; a gram made of others has fewer entries to read. */
const COMMON: ReadonlySet<string> = new Set("基本登记证照企业单位机构许可人员社会保险管理公共号码编日期地址状态类别");

/** How much a gram narrows the catalogue down, by guess: long words, then pairs of uncommon characters. */
export const selectivityOf = (gram: string): number => {
  const characters = [...gram];
  const uncommon = characters.filter((character) => !COMMON.has(character)).length;
  return isHan(gram) ? 10 * characters.length + uncommon : 10 * Math.min(characters.length, 4);
};
