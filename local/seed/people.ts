import { createHash } from "node:crypto";
import { ResidentId, residentCheckCharacter } from "../../functions/kernel/resident-id.ts";
import type { Cloud } from "../cloud/cloud.ts";
import { BODIES } from "./bodies.ts";

/** Audiences of the two sources that vouch for people on this machine (infra/stages.ts). */
export const STAFF_AUDIENCE = "onenet-local-staff";
export const PERSON_AUDIENCE = "onenet-local-persons";

/**
 * The verified number of a sample person, the same for the same name: well-formed by GB 11643, and nobody's, since the
 * province has no such district.
 */
export const numberOf = (name: string): ResidentId => {
  const digits = createHash("sha256").update(name).digest().readUInt32BE(0) % (40 * 12 * 28 * 1000);
  const [sequence, day] = [digits % 1000, Math.floor(digits / 1000)];
  const [date, month, year] = [1 + (day % 28), 1 + (Math.floor(day / 28) % 12), 1960 + Math.floor(day / 336)];
  const written = (value: number, width: number) => String(value).padStart(width, "0");
  const number = `319999${year}${written(month, 2)}${written(date, 2)}${written(sequence, 3)}`;
  return ResidentId.parse(`${number}${residentCheckCharacter(number)}`);
};

/**
 * A token for a sample person, good for an hour of the platform's clock: `<body>.<what they do>` for staff, such as
 * `big-data-center.reviewer`; `person.<anything>` for somebody with real-name sign-in.
 */
export const tokenFor = async ({ issuer }: Pick<Cloud, "issuer">, person: string): Promise<string> => {
  const [key = "", ...rest] = person.split(".");
  const name = rest.join(".");
  if (key === "person" && name !== "")
    return issuer.mint({ sub: name, aud: PERSON_AUDIENCE, citizen_id: numberOf(name) });
  const body = BODIES.find((each) => each.key === key);
  if (body === undefined || rest.length === 0)
    throw new Error(`There is no ${person}: <body>.<post>, or person.<name>.`);
  return issuer.mint({ sub: person, institution: body.creditCode, aud: STAFF_AUDIENCE });
};

/** Who is who in the story of README.md. */
export const SAMPLE_PEOPLE: readonly (readonly [person: string, says: string])[] = [
  ["public-security.editor", "compiles resources of the police"],
  ["public-security.secrecy", "reviews them for secrecy"],
  ["big-data-center.reviewer", "reviews the city's catalogue"],
  ["general-office.calendar", "proposes a holiday notice"],
  ["general-office.calendar-2", "confirms it"],
  ["person.lin", "somebody with real-name sign-in"],
];
