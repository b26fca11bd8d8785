/** Where the gateway was called: the host as the caller named it, and the path with the gateway's own stage. */
type Visited = Readonly<{ domainName?: string | undefined; path: string }>;

const LOOPBACK = /^127\.0\.0\.1(:\d+)?$/;

/**
 * The address that a caller used, without query: what a proof of possession names (RFC 9449, `htu`). The gateway
 * serves https alone; only the cloud on one machine is reached without it, and only by its loopback address.
 */
export const addressOf = ({ domainName = "", path }: Visited): string =>
  `${LOOPBACK.test(domainName) ? "http" : "https"}://${domainName}${path}`;
