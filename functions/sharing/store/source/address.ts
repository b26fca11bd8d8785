import { BlockList, isIP } from "node:net";
import { bar, pass, stop } from "../../../kernel/rule.ts";
import type { OfferInForce, Source } from "../../offer.ts";

/** The hosts of platforms that are connected to ours, and whether this is one machine, where they may be its own. */
export type Connected = Readonly<{ hosts: readonly string[]; oneMachine: boolean }>;

const PRIVATE_4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
];
/** Of the public IPv6 space: tunnels that carry an IPv4 address inside, documentation. */
const PRIVATE_6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

const blocked = new BlockList();
for (const [family, nets] of [
  ["ipv4", PRIVATE_4],
  ["ipv6", PRIVATE_6],
] as const) {
  for (const net of nets) {
    const [address = "", bits] = net.split("/");
    blocked.addSubnet(address, Number(bits), family);
  }
}
const publicIpv6 = new BlockList();
publicIpv6.addSubnet("2000::", 3, "ipv6");

/** Whether an address is one of the world: not private, loopback, link-local, reserved, or one that hides such a one. */
export const isPublicAddress = (address: string): boolean => {
  const family = isIP(address);
  if (family === 4) return !blocked.check(address, "ipv4");
  return family === 6 && publicIpv6.check(address, "ipv6") && !blocked.check(address, "ipv6");
};

const isLoopback = (address: string): boolean => address === "::1" || address.startsWith("127.");

/** Whether a host that is called so may be connected to at this address, as DNS has resolved it a moment ago. */
export const isReachable = (address: string, { oneMachine }: Connected): boolean =>
  isPublicAddress(address) || (oneMachine && isLoopback(address));

/**
 * A7: platforms are connected, those of the Yangtze delta among them, by being on the list of the stage: no other host
 * is ever called, whatever a provider registers. HTTPS, nothing in the address that signs in, no fragment.
 */
export const isOnAConnectedPlatform = bar("A7", "source-not-connected", (source: Source, connected: Connected) => {
  if (source.kind === "pool") return pass<Source>(source);
  const url = new URL(source.url);
  const host = url.hostname.toLowerCase();
  const plain = url.username === "" && url.password === "" && url.hash === "";
  const secure = url.protocol === "https:" || connected.oneMachine;
  return plain && secure && connected.hosts.includes(host)
    ? pass<Source>(source)
    : stop({ field: "/source/url", host });
});

/** Where a resource's records come from is its provider's to say. */
export const isItsProviders = bar("A25p2", "source-not-yours", ({ provider }: OfferInForce, by: string | undefined) =>
  provider === by ? pass(provider) : stop({ provider }),
);
