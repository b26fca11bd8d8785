import { aSystem } from "../../../../demo/callers.ts";
import { done } from "../../../../demo/story.ts";
import { addDays, dayOf } from "../../../../functions/kernel/day.ts";
import { freed, published, wishFor } from "../../../journeys/requests.ts";
import { type Life, parkLatest } from "./registers.ts";

/** What is offered, needed and asked for, decided, granted, stopped and read; some of it is left to the days to come. */
export const dataIsShared = async (life: Life): Promise<void> => {
  const { cloud, as } = life;
  const today = dayOf(cloud.clock.now());
  const [us, office, center] = [
    as("public-security.editor"),
    as("general-office.sharing"),
    as("big-data-center.sharing"),
  ];
  const department = as("education.sharing");
  const free = await published(life, "学校名录（无条件共享）", "unconditional");
  const guarded = await published(life, "学校名录（授权共享）", "authorised");
  const passing = await published(life, "学校名录（将停用）", "authorised");
  const { provider } = done(await us.readOffer({ id: free }));
  done(await us.listOffers({ provider, list: "responsibility" }));

  // A need stands on the list of demands, and is met by the grant of it.
  const need = { wants: "学校名录", duty: wishFor(free).duty, resource: free };
  const demand = done(await us.recordDemand({ need }));
  const given = done(await us.requestData({ wish: wishFor(free) })).id;
  await cloud.settle();
  done(await us.listDemands({}));
  done(await center.listDemands({ of: "the-city", status: "met" }));
  done(await us.withdrawDemand({ id: demand.id }));

  // A scenario gives its fields at once; it is withdrawn, and its grants last.
  const needs = [{ resource: guarded, fields: [{ code: "schoolId", plain: false }], because: "核验" }];
  const users = { kind: "level", level: "city" } as const;
  const about = { name: "入学一件事", area: "one-net-services", purpose: "入学核验", needs, users } as const;
  const definition = { ...about, from: today, until: addDays(today, 300) };
  const scenario = done(await center.publishScenario({ definition }));
  done(await us.readScenario({ id: scenario.id }));
  done(await us.listScenarios({}));
  const short = done(await us.requestData({ wish: wishFor(guarded, { scenario: scenario.id, days: 20 }) })).id;
  done(await center.withdrawScenario({ id: scenario.id, because: "改革后不再需要" }));

  // A copy waits for consent, then for both reviewers; another request is withdrawn. One stays under
  // review and one waits for consent, until their days run out; one is granted when its resource becomes unconditional.
  const copy = done(await us.requestData({ wish: wishFor(guarded, { manner: "data-copy" }) })).id;
  await cloud.settle();
  await parkLatest(life, "sharing", "request", copy);
  done(await office.consentToCopy({ id: copy, decision: "consent" }));
  await cloud.settle();
  await cloud.pass({ minutes: 6 });
  done(await office.reviewRequest({ id: copy, decision: "agree" }));
  done(await department.reviewRequest({ id: copy, decision: "agree" }));
  const unneeded = done(await us.requestData({ wish: wishFor(guarded) })).id;
  done(await us.withdrawRequest({ id: unneeded }));
  for (const resource of [guarded, passing]) done(await us.requestData({ wish: wishFor(resource) }));
  done(await us.requestData({ wish: wishFor(passing, { manner: "data-copy" }) }));
  await cloud.settle();
  for (const as of ["consumer", "responsible"] as const) done(await us.listRequests({ as }));
  done(await department.readRequest({ id: copy }));
  done(await department.readRequestHistory({ id: copy }));

  // Whoever holds a grant gets a token bound to it; both sides see how it is used, and by whom data was read.
  const system = await aSystem(() => cloud.clock.now());
  const registration = { name: "核验系统", purposes: ["核验学校"], jwk: system.jwk };
  const client = done(await as("public-security.registrar").registerClient(registration)).id;
  const bound = life.noting(await system.signedIn(cloud.url, client, given));
  done(await bound.readMe({}));
  const values = { schoolId: "S1" };
  done(await as("education.editor").registerSource({ id: free, source: { kind: "pool" } }));
  done(await as("education.editor").collectRecord({ resource: free, values, collectedOn: today }));
  done(await bound.exchangeRecords({ resource: free, keys: [values, { schoolId: "S2" }] }));
  done(await us.diagnoseExchange({ resource: free, grant: given }));
  done(await us.listChanges({ resource: free, grant: given }));
  done(await us.readGrant({ id: given }));
  done(await us.readGrantHistory({ id: given }));
  done(await department.readGrantUse({ id: given, from: today, to: addDays(today, 7) }));
  for (const as of ["consumer", "provider"] as const) done(await us.listGrants({ as }));
  done(await us.listGrantAccesses({ id: given }));
  done(await department.listRecordAccesses({ id: `${free}~9f86d081884c7d659a2feaa0c55ad015` }));
  done(await as("person.lin").listMyAccesses({}));

  // Grants are stopped on a ground, resumed, revoked, given back; what is left expires, or ends with its resource.
  const ground = { ground: "used-for-another-purpose", reason: "用于申请用途以外的统计" } as const;
  done(await center.suspendGrant({ id: copy, ...ground }));
  done(await center.resumeGrant({ id: copy }));
  done(await office.revokeGrant({ id: copy, ...ground }));
  done(await us.giveBackGrant({ id: given, reason: "职责已调整" }));
  done(await us.readGrant({ id: short }));
  await freed(life, guarded, "学校名录（授权共享）");
  done(await as("education.editor").retireResource({ id: passing, reason: "并入", endsOn: addDays(today, 40) }));
  await cloud.settle();
};
