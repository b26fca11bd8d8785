import fc from "fast-check";
import {
  CertificateIdentifier,
  certificateCheckCharacter,
  certificateIdentifier,
  isCertificateIdentifier,
  partsOfCertificate,
} from "../../functions/kernel/certificate-identifier.ts";
import { CreditCode } from "../../functions/kernel/credit-code.ts";
import { exchanged, identifiers, LETTERS_AND_DIGITS, oneCharacterOff, textOver } from "./codes.ts";

const { realSamples, computed, invalid } = identifiers.certificateIdentifier;
const generalOffice = CreditCode.parse("11100000000013338W");
const issuer = CreditCode.parse("11310000MB2F30661Y");

/** ISO 7064 MOD 37,36: a text with its check character. */
const checked = (text: string): string => `${text}${certificateCheckCharacter(text)}`;
const holds = (text: string): boolean => checked(text.slice(0, -1)) === text;

describe("a certificate identifier", () => {
  it.each([...realSamples, ...computed])("%s is one", (identifier) => {
    expect(CertificateIdentifier.parse(identifier)).toBe(identifier);
  });

  it.each(invalid)("$identifier is none: $why", ({ identifier }) => {
    expect(CertificateIdentifier.safeParse(identifier).success).toBe(false);
  });

  it("is none whose type does not begin with a credit code, although the check character holds", () => {
    const [type, by, serial, version] = ["11100000000013339W011", "11430000006122244L", "1", "001"];
    const check = certificateCheckCharacter(`${type}${by}${serial}${version}`);
    expect(isCertificateIdentifier(`1.2.156.3005.2.${type}.${by}.${serial}.${version}.${check}`)).toBe(false);
  });

  it("is made of the type, its issuer, a serial and a version", () => {
    const made = certificateIdentifier(generalOffice, 11, issuer, "202600000001", 1);
    expect(made).toBe(computed[0]);
    expect(partsOfCertificate(made)).toEqual({
      type: "11100000000013338W011",
      issuer,
      serial: "202600000001",
      version: "001",
    });
  });
});

describe("ISO 7064 MOD 37,36", () => {
  it("lets no single changed character through", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }).chain((length) => textOver(LETTERS_AND_DIGITS, length)),
        (text) => {
          expect(oneCharacterOff(checked(text), LETTERS_AND_DIGITS).filter(holds)).toEqual([]);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("lets fewer than one in three hundred exchanges of neighbours through", () => {
    const characters = [...LETTERS_AND_DIGITS];
    const pairs = characters.flatMap((a) => characters.filter((b) => b !== a).map((b) => `${a}${b}`));
    const texts = characters.flatMap((first) => pairs.map((pair) => checked(`${first}${pair}7`)));
    const through = texts.filter((text) => holds(exchanged(text, 1)));
    expect(through.length / texts.length).toBeLessThan(1 / 300);
  });
});
