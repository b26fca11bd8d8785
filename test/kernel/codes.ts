import fc from "fast-check";
import identifiers from "../../data/identifiers.json" with { type: "json" };

export { identifiers };

/** The text with the character at this place replaced. */
export const replaced = (text: string, at: number, character: string): string =>
  `${text.slice(0, at)}${character}${text.slice(at + 1)}`;

/** The text with the characters at this place and the next exchanged. */
export const exchanged = (text: string, at: number): string =>
  `${text.slice(0, at)}${text.charAt(at + 1)}${text.charAt(at)}${text.slice(at + 2)}`;

/** Every text that differs from this one in one character of the alphabet. */
export const oneCharacterOff = (text: string, alphabet: string): string[] =>
  [...text].flatMap((character, at) =>
    [...alphabet].filter((other) => other !== character).map((other) => replaced(text, at, other)),
  );

/** Every text that comes of exchanging two different neighbours. */
export const neighboursExchanged = (text: string): string[] =>
  [...text.slice(1)].map((_, at) => exchanged(text, at)).filter((other) => other !== text);

/** Texts of this length over the alphabet. */
export const textOver = (alphabet: string, length: number) =>
  fc.array(fc.constantFrom(...alphabet), { minLength: length, maxLength: length }).map((them) => them.join(""));

export const DIGITS = "0123456789";
export const LETTERS_AND_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
