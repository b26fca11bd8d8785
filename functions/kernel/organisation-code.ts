const WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const SHAPE = /^[0-9A-Z]{8}[0-9X]$/;

/**
 * The check character of GB 11714 for the first eight characters. Letters count A = 10 … Z = 35 here, also inside a
 * credit code, whose own check uses an alphabet of 31: codes with MA, MB, MJ hold only so.
 */
export const organisationCheckCharacter = (firstEight: string): string => {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number.parseInt(firstEight.charAt(at), 36), 0);
  return "0123456789X0".charAt(11 - (sum % 11));
};

/** Whether this is a well-formed organisation code of nine characters (GB 11714), without its hyphen. */
export const isOrganisationCode = (text: string): boolean =>
  SHAPE.test(text) && organisationCheckCharacter(text.slice(0, 8)) === text.charAt(8);
