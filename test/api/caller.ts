import type { Cloud } from "../../local/cloud/cloud.ts";
import { STAFF_AUDIENCE, tokenFor } from "../../local/seed/people.ts";
import type { City } from "../support/city.ts";
import { type Answer, type Sent, send } from "./http.ts";
import { complaintsOf, complaintsOfAny, type Named, operationOf, requestOf } from "./operations.ts";

/** Somebody who calls: a sample person by name, or a member of staff of a body by its code. */
export type Person = string | Readonly<{ id: string; institution: string }>;

/** A token is good for an hour of the platform's clock; it is asked for anew well before. */
const KEPT = 30 * 60_000;

export type Caller = ReturnType<typeof callerOf>;

/** Calls the API of a city as it is called over the wire; every answer is held against its operation's contract. */
export const callerOf = ({ cloud }: City) => {
  const tokens = new Map<string, { token: string; at: number }>();
  const wrong: string[] = [];

  const tokenOf = async (person: Person): Promise<string> => {
    const name = typeof person === "string" ? person : `${person.institution}/${person.id}`;
    const known = tokens.get(name);
    if (known !== undefined && cloud.clock.now() < known.at + KEPT) return known.token;
    const token =
      typeof person === "string"
        ? await tokenFor(cloud, person)
        : await cloud.issuer.mint({ sub: person.id, institution: person.institution, aud: STAFF_AUDIENCE });
    tokens.set(name, { token, at: cloud.clock.now() });
    return token;
  };

  /** Sends as it is; whoever is too fast for their plan waits a second, on the platform's clock. */
  const raw = async (sent: Sent, by?: Person, operation?: Named["operation"]): Promise<Answer> => {
    for (;;) {
      const authorization = by === undefined ? {} : { authorization: `Bearer ${await tokenOf(by)}` };
      const answer = await send(cloud.url, { ...sent, headers: { ...authorization, ...sent.headers } });
      const found = operation === undefined ? complaintsOfAny(answer) : complaintsOf(answer, operation);
      wrong.push(...found.map((what) => `${sent.method} ${sent.path.slice(0, 200)}: ${what}`));
      if (answer.status !== 429) return answer;
      waitASecond(cloud);
    }
  };

  return {
    tokenOf,
    raw,
    /** Calls an operation with these fields. */
    call: (name: string, takes: unknown, by?: Person, how: { key?: string; headers?: Sent["headers"] } = {}) => {
      const operation = operationOf(name);
      const request = requestOf(operation, takes, how.key);
      return raw({ ...request, headers: { ...request.headers, ...how.headers } }, by, operation);
    },
    /** What has been wrong with answers since the last look. */
    complaints: (): string[] => wrong.splice(0),
  };
};

const waitASecond = ({ clock }: Cloud): void => clock.moveTo(clock.now() + 1000);
