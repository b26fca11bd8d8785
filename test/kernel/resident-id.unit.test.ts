import fc from "fast-check";
import { addDays } from "../../functions/kernel/day.ts";
import {
  birthDayOf,
  isResidentId,
  maskedResidentId,
  ResidentId,
  residentCheckCharacter,
} from "../../functions/kernel/resident-id.ts";
import { DIGITS, identifiers, neighboursExchanged, oneCharacterOff } from "./codes.ts";
import { day } from "./day-of-text.ts";

const { valid, invalid, normalise } = identifiers.residentId;

/** Nobody's numbers: born before 1906. */
const anyNumber = fc
  .tuple(
    fc.constantFrom("310101", "310103", "110105", "820000"),
    fc.integer({ min: 0, max: 36_000 }).map((days) => addDays(day("1807-01-01"), days).replaceAll("-", "")),
    fc.integer({ min: 0, max: 999 }).map((n) => String(n).padStart(3, "0")),
  )
  .map((parts) => parts.join(""))
  .map((seventeen) => `${seventeen}${residentCheckCharacter(seventeen)}`);

describe("GB 11643: an identity number", () => {
  it.each(valid)("$number is one: $note", ({ number }) => {
    expect(ResidentId.parse(number)).toBe(number);
  });

  it.each(invalid)("$number is none: $why", ({ number }) => {
    expect(ResidentId.safeParse(number).success).toBe(false);
  });

  it.each(normalise)("$input is written $output", ({ input, output }) => {
    expect(ResidentId.parse(input)).toBe(output);
  });

  it.each([
    "010105194912310023",
    "99010519491231002X",
    "110105491231002",
    "",
    "11010519491231002ⅹ",
  ])("%s is none: no such province, or the shape is another", (number) => {
    expect(ResidentId.safeParse(number).success).toBe(false);
  });

  it("has no valid neighbour at one changed digit", () => {
    fc.assert(
      fc.property(anyNumber, (it) => {
        expect(isResidentId(it)).toBe(true);
        expect(oneCharacterOff(it, `${DIGITS}X`).filter(isResidentId)).toEqual([]);
      }),
    );
  });

  it("has no valid neighbour at two neighbours exchanged", () => {
    fc.assert(
      fc.property(anyNumber, (it) => {
        expect(neighboursExchanged(it).filter(isResidentId)).toEqual([]);
      }),
    );
  });

  it("tells the day of birth", () => {
    expect(birthDayOf(ResidentId.parse("310101189602290014"))).toBe("1896-02-29");
  });

  it("is shown by its first and last character only", () => {
    expect(maskedResidentId(ResidentId.parse("11010519491231002X"))).toBe("1****************X");
  });
});
