/**
 * The key by which the gateway counts a caller's requests against its plan: an institution's by its credit code, all
 * `persons` together, `others` for institutions without a plan of their own. It is no secret and opens nothing;
 * the gateway demands twenty characters or more, and takes a value once in an account, so it begins with the name of
 * the stage and instance in tokens (`urn:onenet:staging:city`).
 */
export const usageKeyOf = (issuer: string, caller: string): string => `${issuer.replaceAll(":", "-")}-usage-${caller}`;
