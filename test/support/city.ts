import { type Api, apiAs, bearer } from "../../demo/callers.ts";
import type { Cloud } from "../../local/cloud/cloud.ts";
import { tokenFor } from "../../local/seed/people.ts";
import { seedRegisters } from "../../local/seed/seed.ts";
import { aCloud } from "./cloud.ts";

export type City = Readonly<{
  cloud: Cloud;
  /** A client that signs in as a sample person (local/seed/people.ts). */
  as: (person: string) => Api;
  /** A client without sign-in. */
  nobody: Api;
}>;

/** A cloud with the city's bodies, people, calendar and laws on record, and nobody's data. */
export const aCity = async (options: { readonly today?: string } = {}): Promise<City> => {
  const cloud = await aCloud({ today: "2026-11-24", ...options });
  await seedRegisters(cloud);
  await cloud.settle();
  return { cloud, as: (person) => bearer(cloud.url, () => tokenFor(cloud, person)), nobody: apiAs({ url: cloud.url }) };
};
