import { openCatalogue, ResourcePublished, ResourceRetired, RetirementAnnounced } from "../catalog/index.ts";
import { Day } from "../kernel/day.ts";
import { dueBy } from "../platform/due.ts";
import { openFlows } from "../platform/flow.ts";
import { ear, type Heard, listen } from "../platform/listen.ts";
import type { Call } from "../platform/operation.ts";
import { readSettings } from "../platform/settings.ts";
import { CalendarChanged } from "../reference/index.ts";
import { deployed } from "./deployed.ts";
import { GrantExpired, GrantGiven, GrantRevoked, OfferChanged } from "./events/granting.ts";
import { CopyConsented, RequestFiled } from "./events/requesting.ts";
import { ListenerSettings } from "./settings.ts";
import { beginFlow } from "./use-cases/flows.ts";
import { follow, holdAgainst, meetDemands } from "./use-cases/hearing.ts";
import { reckonAnew } from "./use-cases/in-time.ts";

const settings = readSettings(ListenerSettings, process.env);
const deps = deployed(settings);
const flows = openFlows();
const MACHINES = { consent: settings.CONSENT_FLOW_ARN, review: settings.REVIEW_FLOW_ARN };

const begin = beginFlow({ ...deps, start: (flow) => flows.start(MACHINES[flow.flow], flow) });
const followCatalogue = follow({ ...deps, edition: openCatalogue(deps.catalogue) });
const hold = holdAgainst(deps);
const meet = meetDemands(deps);

/** Every record that something is due on, whenever. */
const EVER = Day.parse("9999-12-31");

const offers = (_event: unknown, call: Call, { subject }: Heard) => followCatalogue(subject, call);
const waits = (_event: unknown, _call: Call, { subject }: Heard) => begin(subject);
const needs = (_event: unknown, _call: Call, { subject }: Heard) => meet(subject);

export const handler = listen("sharing", [
  ear("catalog.resource-published.v1", ResourcePublished, offers),
  ear("catalog.retirement-announced.v1", RetirementAnnounced, offers),
  ear("catalog.resource-retired.v1", ResourceRetired, offers),
  ear("sharing.offer-changed.v1", OfferChanged, (_event, _call, { subject }) => hold(subject)),
  ear("sharing.request-filed.v1", RequestFiled, waits),
  ear("sharing.data-copy-consented.v1", CopyConsented, waits),
  ear("sharing.grant-given.v1", GrantGiven, needs),
  ear("sharing.grant-revoked.v1", GrantRevoked, needs),
  ear("sharing.grant-expired.v1", GrantExpired, needs),
  ear("reference.calendar-changed.v1", CalendarChanged, ({ because }) =>
    reckonAnew(deps, dueBy(deps.stores.requests, EVER), { because, on: deps.today() }),
  ),
]);
