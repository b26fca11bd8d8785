import fc from "fast-check";
import institutions from "../../data/institutions.json" with { type: "json" };
import { CreditCode, creditCheckCharacter, isCreditCode } from "../../functions/kernel/credit-code.ts";
import { isOrganisationCode, organisationCheckCharacter } from "../../functions/kernel/organisation-code.ts";
import { DIGITS, identifiers, LETTERS_AND_DIGITS, neighboursExchanged, oneCharacterOff, textOver } from "./codes.ts";

const { alphabet, valid, invalid } = identifiers.uscc;

describe("GB 32100: a unified social credit code", () => {
  it.each(valid)("%s is one", (code) => {
    expect(CreditCode.parse(code)).toBe(code);
  });

  it.each(invalid)("$code is none: $why", ({ code }) => {
    expect(CreditCode.safeParse(code).success).toBe(false);
  });

  it.each(institutions.institutions)("of the sample institution $shortName is well formed", ({ creditCode }) => {
    expect(isCreditCode(creditCode)).toBe(true);
  });

  it.each(["91310000775785552l", " 91310000775785552L", "91310000775785552L\n", ""])("%j is none", (text) => {
    expect(isCreditCode(text)).toBe(false);
  });

  it("must hold the check of the organisation code inside, whose letters count by another alphabet", () => {
    const wrongInside = "11310000MB2F30660";
    expect(isCreditCode(`${wrongInside}${creditCheckCharacter(wrongInside)}`)).toBe(false);
    expect(isCreditCode("11310000MB2F30661Y")).toBe(true);
  });

  it("has no valid neighbour at one changed character", () => {
    const code = fc
      .tuple(textOver(alphabet, 8), textOver(alphabet, 8))
      .map(([front, body]) => `${front}${body}${organisationCheckCharacter(body)}`)
      .map((seventeen) => `${seventeen}${creditCheckCharacter(seventeen)}`);
    fc.assert(
      fc.property(code, (it) => {
        expect(isCreditCode(it)).toBe(true);
        expect(oneCharacterOff(it, LETTERS_AND_DIGITS).filter(isCreditCode)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it("has no valid neighbour at two neighbours exchanged", () => {
    expect(valid.flatMap(neighboursExchanged).filter(isCreditCode)).toEqual([]);
  });
});

describe("GB 11714: an organisation code", () => {
  it.each(valid)("is inside %s", (code) => {
    expect(isOrganisationCode(code.slice(8, 17))).toBe(true);
  });

  it.each(["77578555", "7757855520", "775785551", "77578555-2", "7757855x2"])("%s is none", (code) => {
    expect(isOrganisationCode(code)).toBe(false);
  });

  it("of digits has no valid neighbour at one changed digit, nor at two neighbours exchanged", () => {
    fc.assert(
      fc.property(textOver(DIGITS, 8), (eight) => {
        const code = `${eight}${organisationCheckCharacter(eight)}`;
        expect(oneCharacterOff(code, DIGITS).filter(isOrganisationCode)).toEqual([]);
        // An X that leaves the last place counts 33 instead of 10: the algorithm promises nothing there.
        const exchanges = neighboursExchanged(code).filter((other) => !other.slice(0, 8).includes("X"));
        expect(exchanges.filter(isOrganisationCode)).toEqual([]);
      }),
    );
  });

  it("does not catch a letter eleven places off, which is why a credit code has a check of its own", () => {
    const [withA, withL] = ["A0000000", "L0000000"].map(organisationCheckCharacter);
    expect(withA).toBe(withL);
  });
});
