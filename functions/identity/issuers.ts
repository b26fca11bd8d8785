import { createRemoteJWKSet } from "jose";
import * as z from "zod";
import type { Keys } from "./jwt.ts";

const LOOPBACK = /^http:\/\/127\.0\.0\.1:\d+$/;

const Https = z.url({ protocol: /^https$/ });

/** Over https; the issuer for development alone is reached on the loopback of one machine. */
const Address = z.union([Https, z.string().regex(LOOPBACK)]);

/**
 * An OpenID issuer whose word is taken (A35p2): for staff of institutions, or for persons with real-name sign-in.
 * `acr` names the levels of assurance that count as real-name; `name` is part of a person's id, so it never changes.
 */
export const Issuer = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  url: Address,
  audience: z.string().min(1),
  kind: z.enum(["staff", "person"]),
  acr: z.array(z.string().min(1)).min(1).exactOptional(),
});
export type Issuer = z.infer<typeof Issuer>;

export const isOfOneMachine = ({ url }: Pick<Issuer, "url">): boolean => LOOPBACK.test(url);

const areDistinct = (keys: readonly string[]): boolean => new Set(keys).size === keys.length;

/** Two issuers of staff could call two people alike, and two of one address and audience could not be told apart. */
export const Issuers = z
  .array(Issuer)
  .refine((all) => areDistinct(all.map(({ name }) => name)), "Two issuers have one name.")
  .refine(
    (all) => areDistinct(all.map(({ url, audience }) => `${url} ${audience}`)),
    "Two issuers cannot be told apart.",
  )
  .refine((all) => all.filter(({ kind }) => kind === "staff").length <= 1, "Staff come from one issuer.");

/** What an issuer says of itself at its own address; its keys lie below that, or wherever it says over https. */
const Discovery = (url: string) =>
  z.looseObject({
    issuer: z.literal(url),
    jwks_uri: Https.or(z.string().refine((it) => it.startsWith(`${url}/`))),
  });

/** Milliseconds: how long an issuer may take, how soon it is asked again, how long its keys are believed. */
const PATIENCE = 3000;
const COOLDOWN = 30_000;
const BELIEVED = 10 * 60_000;

const discover = async (url: string): Promise<Keys> => {
  const response = await fetch(`${url.replace(/\/$/, "")}/.well-known/openid-configuration`, {
    redirect: "error",
    signal: AbortSignal.timeout(PATIENCE),
  });
  const { jwks_uri } = Discovery(url).parse(await response.json());
  const options = { timeoutDuration: PATIENCE, cooldownDuration: COOLDOWN, cacheMaxAge: BELIEVED };
  return createRemoteJWKSet(new URL(jwks_uri), options);
};

type Asked = Readonly<{ at: number; keys: Promise<Keys> }>;

/**
 * The keys of issuers by their address, found by discovery once and kept. An issuer that cannot be reached is asked
 * again after half a minute: until then whoever comes from it waits for nothing. `now` in milliseconds.
 */
export const openIssuerKeys = (now: () => number): ((url: string) => Promise<Keys>) => {
  const asked = new Map<string, Asked>();
  const failed = new Set<string>();
  return (url) => {
    const before = asked.get(url);
    const rests = before !== undefined && (!failed.has(url) || now() < before.at + COOLDOWN);
    if (rests) return before.keys;
    failed.delete(url);
    const keys = discover(url);
    asked.set(url, { at: now(), keys });
    keys.catch(() => failed.add(url));
    return keys;
  };
};
