import { openCatalogue } from "../catalog/index.ts";
import type { Heard } from "../platform/listen.ts";
import { listen } from "../platform/listen.ts";
import type { Call } from "../platform/operation.ts";
import { deployed } from "./deployed.ts";
import { HEARS } from "./events/heard.ts";
import { starters } from "./starters.ts";
import { beginFlow } from "./use-cases/flows.ts";
import { follow, holdAgainst, meetDemands } from "./use-cases/hearing.ts";
import { inTime } from "./use-cases/in-time.ts";
import { stopOveruse } from "./use-cases/overuse.ts";

const begin = beginFlow({ ...deployed, start: starters() });
const followCatalogue = follow({ ...deployed, edition: openCatalogue(deployed.tableOf("catalog")) });
const hold = holdAgainst(deployed);
const meet = meetDemands(deployed);

const offers = (_event: unknown, call: Call, { subject }: Heard) => followCatalogue(subject, call);
const waits = (_event: unknown, _call: Call, { subject }: Heard) => begin(subject);
const needs = (_event: unknown, _call: Call, { subject }: Heard) => meet(subject);

export const handler = listen("sharing", HEARS, {
  "catalog.resource-published.v1": offers,
  "catalog.retirement-announced.v1": offers,
  "catalog.resource-retired.v1": offers,
  "sharing.offer-changed.v1": (_event, _call, { subject }) => hold(subject),
  "sharing.request-filed.v1": waits,
  "sharing.data-copy-consented.v1": waits,
  "sharing.grant-given.v1": needs,
  "sharing.grant-revoked.v1": needs,
  "sharing.grant-expired.v1": needs,
  "sharing.grant-overused.v1": (overuse, call, { subject }) => stopOveruse(deployed)(subject, overuse, call),
  "reference.calendar-changed.v1": inTime(deployed).reckonAnew,
});
