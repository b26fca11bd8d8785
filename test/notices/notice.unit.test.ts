import { Notice, WHATS } from "../../functions/notices/notice.ts";
import { textOf } from "../../functions/notices/text.ts";
import { aNotice, CODES, FILLED } from "./support.ts";

describe("A48(1): whoever objects is told promptly, in words that say what comes next", () => {
  it.each(WHATS)("%s has a text in both languages, with nothing left to fill in", (what) => {
    const { zh, en } = textOf(aNotice(1, what));
    expect(zh).toMatch(/^[^a-z{}]*$/);
    expect(en).toMatch(/^[\x20-\x7e]*$|关于2026年部分节假日安排的通知/);
    expect(`${zh}${en}`).not.toMatch(/undefined|\[object/);
  });

  it("the receipt says every due day, that one is provisional, and which days moved it and why", () => {
    const { zh, en } = textOf(aNotice(1, "objection-received"));
    expect(zh).toContain("最迟于2026-11-25对数据作异议标注（该年放假通知尚未公布，日期为暂定）。");
    expect(zh).toContain("最迟于2026-11-26决定是否更正。");
    expect(zh).toContain("2026-11-28上班（关于2026年部分节假日安排的通知），已计入。");
    expect(zh).toContain("2027-01-01放假（元旦），已计入。");
    expect(en).toContain("By 2026-11-26: decide whether to correct.");
    expect(en).toContain("2027-01-01 is off (元旦), which is reckoned in.");
  });

  it("a day that nobody has given a reason for is told without one", () => {
    const facts = { ...FILLED["objection-received"], moved: [{ day: "2026-11-28", working: true }] };
    expect(textOf(aNotice(1, "objection-received", { facts })).zh).toContain("2026-11-28上班，已计入。");
  });

  it.each(["objection-decided", "objection-overdue"] as const)("%s says where to turn", (what) => {
    expect(textOf(aNotice(1, what)).zh).toContain("市政府办公厅");
    expect(textOf(aNotice(1, what)).en).toContain("General Office");
  });

  it.each([
    ["corrected", "数据已更正"],
    ["partly-corrected", "数据已部分更正"],
    ["not-corrected", "数据不予更正"],
    ["data-withdrawn", "数据已撤回"],
  ])("a decision that is %s is told so", (outcome, said) => {
    const facts = { on: "2026-11-26", by: CODES.center, outcome };
    expect(textOf(aNotice(1, "objection-decided", { facts })).zh).toContain(said);
  });
});

describe("A47: what travels by a telephone holds nobody's words", () => {
  it.each(WHATS)("%s takes no facts but its own", (what) => {
    const { facts } = Notice.parse({ ...aNotice(1, what), facts: { ...FILLED[what], claim: "我的住址" } });
    expect(facts).not.toHaveProperty("claim");
  });

  it("a text that is not on the list is not told", () => {
    expect(Notice.safeParse({ ...aNotice(1), what: "anything-else" }).success).toBe(false);
  });
});
