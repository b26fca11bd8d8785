import fc from "fast-check";
import { creditCheckCharacter } from "../../functions/kernel/credit-code.ts";
import { residentCheckCharacter } from "../../functions/kernel/resident-id.ts";
import { type Mask, masked, maskFor } from "../../functions/sharing/mask.ts";

const digits = (n: number) => fc.stringMatching(new RegExp(`^\\d{${n}}$`));
const han = (min: number, max: number) =>
  fc
    .array(fc.constantFrom(..."王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"), { minLength: min, maxLength: max })
    .map((it) => it.join(""));

/** Values of each kind, the name of their item, and how many characters of the original may be seen at all. */
const KINDS: Readonly<
  Record<Exclude<Mask, "credit-code">, Readonly<{ text: fc.Arbitrary<string>; item: string; seen: number }>>
> = {
  "resident-id": {
    text: fc
      .tuple(
        fc.integer({ min: 1940, max: 2020 }),
        fc.integer({ min: 10, max: 12 }),
        fc.integer({ min: 10, max: 28 }),
        digits(3),
      )
      .map(([y, m, d, n]) => `310101${y}${m}${d}${n}`)
      .map((first) => first + residentCheckCharacter(first)),
    item: "公民身份号码",
    seen: 2,
  },
  mobile: { text: digits(9).map((rest) => `13${rest}`), item: "电话", seen: 5 },
  telephone: { text: digits(8).map((rest) => `021-${rest}`), item: "电话", seen: 4 },
  "e-mail": { text: fc.stringMatching(/^[a-z]{3,12}$/).map((name) => `${name}@example.cn`), item: "邮箱", seen: 11 },
  name: { text: han(2, 4), item: "法定代表人姓名", seen: 1 },
  address: { text: han(6, 12).map((rest) => `上海市徐汇区${rest}`), item: "户籍地址", seen: 6 },
  other: {
    text: fc.string({ minLength: 1 }).filter((it) => !it.includes("*") && !it.includes("@")),
    item: "备注",
    seen: 0,
  },
};

describe("A47: of what is masked no more is seen than its kind allows", () => {
  it.each(Object.entries(KINDS))("%s", (kind, { text, item, seen }) => {
    fc.assert(
      fc.property(text, (original) => {
        fc.pre(maskFor(original, item) === kind);
        const shown = masked(original, item);
        expect(shown.replaceAll("*", "").length).toBeLessThanOrEqual(seen);
        expect(shown).not.toContain(original);
      }),
    );
  });

  it("a credit code", () => {
    const code = "11310000EXAMPL098P";
    expect(creditCheckCharacter(code.slice(0, 17))).toBe("P");
    expect(masked(code, "统一社会信用代码")).toBe("11**************8P");
  });

  it("numbers, truth values and texts of no known shape leave nothing, not even how long they are", () => {
    for (const value of [0, -1.5, 123456789, true, false, "2000-01-01", "身份证310101199001011234", "长".repeat(500)])
      expect(masked(value, "内容")).toBe("***");
  });

  it("an address without a region, or that is hardly more than one, is hidden whole", () => {
    expect(masked("南京路100号", "地址")).toBe("***");
    expect(masked("上海市徐汇区1号", "地址")).toBe("***");
    expect(masked("上海市徐汇区漕溪路1号", "地址")).toBe("上海市徐汇区***");
  });
});
