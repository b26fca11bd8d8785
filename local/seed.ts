import type { Cloud } from "./cloud/cloud.ts";

/** Fills a new cloud with something to look at. It may run again after a start that was cut off. */
export type Seed = (cloud: Cloud) => Promise<void>;

export const seeds: readonly Seed[] = [];
