import fc from "fast-check";
import { PlainText, sameName } from "../../functions/kernel/text.ts";

describe("text as a person writes it", () => {
  const text = PlainText(20);

  it.each([
    ["the surname 𠮷 of the second plane counts as one character", PlainText(1), "𠮷"],
    ["newlines and tabs stay", text, "一\n\t二"],
    ["an emoji of several code points stays whole", text, "👨‍👩‍👧"],
    ["Arabic and Hebrew need no marks to be written", text, "سلام שלום"],
  ])("%s", (_what, schema, written) => {
    expect(schema.parse(written)).toBe(written);
  });

  it.each([
    ["line ends of Windows become newlines", "一\r\n二", "一\n二"],
    ["combining accents are joined (NFC)", "e\u0301", "é"],
    ["space around it goes, also the ideographic one", "\u3000 甲 \n", "甲"],
  ])("%s", (_what, written, kept) => {
    expect(text.parse(written)).toBe(kept);
  });

  it.each([
    ["nothing", ""],
    ["nothing but space", " \n\u3000"],
    ["nothing but what nobody sees", "\u200b\u2060\u3164\u2800"],
    ["NUL", "a\u0000b"],
    ["escape", "a\u001bb"],
    ["a lone carriage return", "a\rb"],
    ["delete", "a\u007fb"],
    ["a C1 control", "a\u0085b"],
    ["a right-to-left override", "a\u202eb"],
    ["a right-to-left isolate", "a\u2067b"],
    ["the first half of a surrogate pair", "a\ud842"],
    ["the second half of a surrogate pair", "\udfb7a"],
    ["more characters than allowed", "字".repeat(21)],
  ])("refuses %s", (_what, written) => {
    expect(text.safeParse(written).success).toBe(false);
  });

  it("counts bytes apart from characters", () => {
    const narrow = PlainText(20, 9);
    expect(narrow.safeParse("三个字").success).toBe(true);
    expect(narrow.safeParse("三个字a").success).toBe(false);
    expect(narrow.safeParse("abcdefghi").success).toBe(true);
  });

  it("keeps what it has once let through, and never what UTF-8 cannot hold", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 30 }), (written) => {
        const first = text.safeParse(written);
        if (!first.success) return;
        expect(text.parse(first.data)).toBe(first.data);
        expect(new TextDecoder().decode(new TextEncoder().encode(first.data))).toBe(first.data);
      }),
    );
  });
});

describe("names that look equal", () => {
  it.each([
    ["a space of no width", "学\u200b校"],
    ["a word joiner", "学\u2060校"],
    ["a soft hyphen", "学\u00ad校"],
    ["a filler", "学\u3164校"],
    ["a selector of variants", "学\ufe0f校"],
    ["a tag", "学\u{e0041}校"],
    ["an ideographic space", "学\u3000校"],
  ])("are one name, whatever %s between", (_what, name) => {
    expect(sameName(name)).toBe(sameName("学校"));
  });

  it("are told apart where they look different", () => {
    expect(sameName("学校甲")).not.toBe(sameName("学校乙"));
    expect(sameName("ＧＩＳ 系统")).toBe(sameName("gis系统"));
  });
});
