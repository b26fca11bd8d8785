import { readFileSync } from "node:fs";
import * as z from "zod";

const Seeded = z.object({ institutions: z.array(z.object({ creditCode: z.string() })) });

/** Credit codes of the bodies that the city starts with: each has its usage plan from the first deploy. */
export const seededInstitutions = (): string[] =>
  Seeded.parse(JSON.parse(readFileSync("data/institutions.json", "utf8"))).institutions.map(
    ({ creditCode }) => creditCode,
  );
