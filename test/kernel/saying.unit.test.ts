import { both, saidIn } from "../../functions/kernel/saying.ts";

describe("a saying", () => {
  it("in both languages gives each reader their own half", () => {
    const said = both("不能为空。", "Not empty.");
    expect([saidIn("zh", said), saidIn("en", said)]).toEqual(["不能为空。", "Not empty."]);
  });

  it("in one language stays as it is, whoever reads it", () => {
    expect([saidIn("zh", "Invalid UUID"), saidIn("en", "Invalid UUID")]).toEqual(["Invalid UUID", "Invalid UUID"]);
  });
});
