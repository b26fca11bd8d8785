export { GrantExpired, GrantGiven, GrantRevoked } from "./events/granting.ts";
export { Grant, isLive } from "./grant.ts";
export { wantedGrant } from "./store/reader.ts";
