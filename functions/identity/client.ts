import * as z from "zod";
import { CreditCode } from "../kernel/credit-code.ts";
import { addDays, Day } from "../kernel/day.ts";
import { LIMITS } from "../kernel/limits.ts";
import { accept, type Outcome } from "../kernel/outcome.ts";
import { bar, pass, stop } from "../kernel/rule.ts";
import { PlainText } from "../kernel/text.ts";
import type { Principal } from "../platform/principal.ts";
import { PublicJwk, thumbprintOf } from "./public-key.ts";

/** A key of a client; `until` is the last day on which an old one is still good beside its successor. */
const ClientKey = z.object({ kid: z.string(), jwk: PublicJwk, until: Day.exactOptional() });
type ClientKey = z.infer<typeof ClientKey>;

const Registered = z.object({
  id: z.uuid(),
  institution: CreditCode,
  name: PlainText(LIMITS.nameCharacters),
  purposes: z.array(PlainText(LIMITS.nameCharacters)).min(1).max(20),
  keys: z.array(ClientKey).min(1).max(2),
  registeredOn: Day,
});

/** A system of an institution that calls with a key of its own, and what for. */
export const Client = z
  .discriminatedUnion("status", [
    Registered.extend({ status: z.literal("active") }),
    Registered.extend({ status: z.literal("revoked"), revokedOn: Day, because: PlainText(LIMITS.writtenCharacters) }),
  ])
  .meta({ id: "Client", description: "机构系统及其公钥。A system of an institution and its public keys." });
export type Client = z.infer<typeof Client>;
type Active = Extract<Client, { status: "active" }>;
type Revoked = Extract<Client, { status: "revoked" }>;

/** Fields of a registration. */
export const ClientFields = {
  name: Registered.shape.name,
  purposes: Registered.shape.purposes,
  jwk: PublicJwk,
};

/** Days for which an old key may stand beside the new one: long enough to change every server, not to forget it. */
const OVERLAP_DAYS = 30;

export const keysOn = ({ keys }: Client, day: Day): readonly ClientKey[] =>
  keys.filter(({ until }) => until === undefined || day <= until);

/** Clients of another institution look as if they were not there. */
export const isItsClientToKeep = bar("A47p2", "record-unknown", (client: Client, by: Principal) =>
  client.institution === by.institution ? pass(client) : stop({ id: client.id }),
);

/** In an emergency the body that runs the platform revokes too. */
export const isItsClientToRevoke = bar("A47p2", "record-unknown", (client: Client, by: Principal) =>
  client.institution === by.institution || by.roles.includes("big-data-center")
    ? pass(client)
    : stop({ id: client.id }),
);

export const isStillActive = bar("A47p2", "client-revoked", (client: Client) =>
  client.status === "active" ? pass(client) : stop({ revokedOn: client.revokedOn }),
);

export const hasRoomForAKey = bar("A47p2", "two-keys-already", (client: Active, today: Day) => {
  const good = keysOn(client, today);
  return good.length < 2 ? pass(good) : stop({ keys: good.map(({ kid }) => kid) });
});

export const isNewToIt = bar("A47p2", "key-in-use", (client: Active, kid: string) =>
  client.keys.some((key) => key.kid === kid) ? stop({ field: "/jwk", heldBy: `client#${client.id}` }) : pass(kid),
);

export const overlapsBriefly = bar("A47p2", "overlap-too-long", (oldUntil: Day | undefined, today: Day) =>
  oldUntil === undefined || (today <= oldUntil && oldUntil <= addDays(today, OVERLAP_DAYS))
    ? pass(oldUntil)
    : stop({ field: "/oldUntil", from: today, to: addDays(today, OVERLAP_DAYS) }),
);

type Wish = Readonly<{ name: string; purposes: string[]; jwk: PublicJwk }>;

export const register = ({ jwk, ...wish }: Wish, id: string, institution: CreditCode, today: Day): Active => ({
  ...wish,
  id,
  institution,
  keys: [{ kid: thumbprintOf(jwk), jwk }],
  registeredOn: today,
  status: "active",
});

type RotateRefusal =
  | typeof isItsClientToKeep.code
  | typeof isStillActive.code
  | typeof hasRoomForAKey.code
  | typeof isNewToIt.code
  | typeof overlapsBriefly.code;

/** A new key; the one before stays good until a day, or ends at once. */
export const rotate = (
  client: Client,
  { jwk, oldUntil }: Readonly<{ jwk: PublicJwk; oldUntil?: Day }>,
  by: Principal,
  today: Day,
): Outcome<Active, RotateRefusal> => {
  const its = isItsClientToKeep(client, by);
  if (!its.ok) return its;
  const active = isStillActive(its.value);
  if (!active.ok) return active;
  const kid = thumbprintOf(jwk);
  const brief = overlapsBriefly(oldUntil, today);
  if (!brief.ok) return brief;
  const fresh = isNewToIt(active.value, kid);
  if (!fresh.ok) return fresh;
  if (oldUntil === undefined) return accept({ ...active.value, keys: [{ kid, jwk }] });
  const room = hasRoomForAKey(active.value, today);
  if (!room.ok) return room;
  return accept({ ...active.value, keys: [...room.value.map((key) => ({ ...key, until: oldUntil })), { kid, jwk }] });
};

export const revoke = (
  client: Client,
  because: string,
  by: Principal,
  today: Day,
): Outcome<Revoked, typeof isItsClientToRevoke.code | typeof isStillActive.code> => {
  const its = isItsClientToRevoke(client, by);
  if (!its.ok) return its;
  const active = isStillActive(its.value);
  return active.ok ? accept({ ...active.value, status: "revoked", revokedOn: today, because }) : active;
};
