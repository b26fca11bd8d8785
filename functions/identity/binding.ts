import * as z from "zod";
import { addDays, type Day, startOf } from "../kernel/day.ts";
import { accept, type Outcome } from "../kernel/outcome.ts";
import { bar, pass, stop } from "../kernel/rule.ts";
import type { BoundGrant } from "../platform/principal.ts";
import type { Grant } from "../sharing/index.ts";

/** The one type of authorization details (RFC 9396) that we know: use under a grant of the context `sharing`. */
const Detail = z.strictObject({ type: z.literal("onenet_exchange"), grant: z.uuidv7() });

/** One grant a token: whoever holds one may do what it names and nothing else. */
export const AuthorizationDetails = z.tuple([Detail]);

/** A form carries the details as JSON text. */
export const readDetails = (text: string): z.infer<typeof Detail> | undefined => {
  try {
    return AuthorizationDetails.parse(JSON.parse(text))[0];
  } catch {
    return undefined;
  }
};

/** Grants of others look as if they were not there. */
export const isGivenToIt = bar("A47p2", "grant-unknown", (grant: Grant | undefined, institution: string) =>
  grant?.consumer === institution ? pass(grant) : stop(),
);

export const isGrantActive = bar("A47p2", "grant-not-active", (grant: Grant) =>
  grant.status === "active" ? pass(grant) : stop({ status: grant.status }),
);

/** It holds from the start of its first day to the end of its last one, whenever its expiry goes on record. */
export const isGrantOfToday = bar("A47p2", "grant-out-of-time", ({ from, until }: Grant, today: Day) =>
  from <= today && today <= until ? pass(today) : stop({ from, until, today }),
);

/** What a token is bound to, and the first moment (ms) at which it is good no more. */
type Binding = Readonly<{ grant: BoundGrant; endsAt: number }>;

type BindRefusal = typeof isGivenToIt.code | typeof isGrantActive.code | typeof isGrantOfToday.code;

/** Binds a token of an institution's system to a grant that it has today. */
export const bindTo = (found: Grant | undefined, institution: string, today: Day): Outcome<Binding, BindRefusal> => {
  const given = isGivenToIt(found, institution);
  if (!given.ok) return given;
  const active = isGrantActive(given.value);
  if (!active.ok) return active;
  const ofToday = isGrantOfToday(active.value, today);
  if (!ofToday.ok) return ofToday;
  const { id, provider, consumer, resource, edition, purpose, until } = active.value;
  const grant = { id, producer: provider, consumer, resource, edition, purpose };
  return accept({ grant, endsAt: Date.parse(startOf(addDays(until, 1))) });
};
