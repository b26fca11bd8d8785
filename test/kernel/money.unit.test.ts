import fc from "fast-check";
import { Fen, inYuan, sumOf } from "../../functions/kernel/money.ts";

const amount = fc.integer({ min: 0, max: 1_000_000_000 }).map((fen) => Fen.parse(fen));

describe("an amount of money", () => {
  it.each([1.5, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, "100"])("is never %p", (fen) => {
    expect(Fen.safeParse(fen).success).toBe(false);
  });

  it.each([
    [0, "0.00"],
    [5, "0.05"],
    [1250, "12.50"],
    [100_000_000, "1000000.00"],
  ])("of %i fen reads %s", (fen, yuan) => {
    expect(inYuan(Fen.parse(fen))).toBe(yuan);
  });

  it("adds up without rounding, in any order", () => {
    fc.assert(
      fc.property(fc.array(amount), (amounts) => {
        expect(sumOf(amounts)).toBe(sumOf([...amounts].reverse()));
        expect(BigInt(sumOf(amounts))).toBe(amounts.reduce((sum, it) => sum + BigInt(it), 0n));
      }),
    );
  });
});
