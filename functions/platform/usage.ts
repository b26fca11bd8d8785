/**
 * The key by which the gateway counts a caller's requests against its plan: an institution's by its credit code, all
 * `persons` together, `others` for institutions without a plan of their own. It is no secret and opens nothing;
 * the gateway demands twenty characters or more.
 */
export const usageKeyOf = (caller: string): string => `onenet-usage-of-${caller}`;
