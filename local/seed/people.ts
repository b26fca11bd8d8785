import type { Cloud } from "../cloud/cloud.ts";
import { BODIES } from "./bodies.ts";

/** Audiences of the two sources that vouch for people on this machine (infra/stages.ts). */
export const STAFF_AUDIENCE = "onenet-local-staff";
export const PERSON_AUDIENCE = "onenet-local-persons";

/**
 * A token for a sample person, good for an hour of the platform's clock: `<body>.<what they do>` for staff, such as
 * `big-data-center.reviewer`; `person.<anything>` for somebody with real-name sign-in.
 */
export const tokenFor = async ({ issuer }: Pick<Cloud, "issuer">, person: string): Promise<string> => {
  const [key = "", ...rest] = person.split(".");
  if (key === "person" && rest.length > 0) return issuer.mint({ sub: rest.join("."), aud: PERSON_AUDIENCE });
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
