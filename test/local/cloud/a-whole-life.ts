import { type Api, apiAs, bearer } from "../../../demo/callers.ts";
import { done } from "../../../demo/story.ts";
import { contract as docs } from "../../../functions/docs/contract.ts";
import { addDays, dayOf } from "../../../functions/kernel/day.ts";
import type { Cloud } from "../../../local/cloud/cloud.ts";
import { BODIES } from "../../../local/seed/bodies.ts";
import { tokenFor } from "../../../local/seed/people.ts";
import { sampleResources } from "../../../local/seed/samples.ts";
import { poolsAreKept } from "../../support/pooling.ts";
import { dataIsDisputed, lateIsExplained } from "./a-whole-life/objecting.ts";
import {
  aSystemSignsIn,
  institutionsAreKept,
  type Life,
  type Place,
  parkLatest,
  registersAreKept,
} from "./a-whole-life/registers.ts";
import { dataIsShared } from "./a-whole-life/sharing.ts";

/** The names of all operations; each is called at least once in a whole life. */
export type Called = ReadonlySet<string>;

const keyOf = (code: string | undefined): string => BODIES.find((it) => it.creditCode === code)?.key ?? "nobody";

export type { Place };

/** Compiles a sample resource, reviews it for secrecy and submits it; what follows by itself has happened. */
export const submitted = async ({ cloud, as }: Place, key: string, withCode = true) => {
  const sample = sampleResources().find((it) => it.key === key);
  if (sample === undefined) throw new Error(`There is no sample ${key}.`);
  const { code, content } = sample.takes;
  const editor = as(`${keyOf(sample.compiledBy)}.editor`);
  const secrecy = as(`${keyOf(content.provider?.code)}.secrecy`);
  const { id } = done(await editor.draftResource(withCode && code !== undefined ? { code, content } : { content }));
  done(await secrecy.reviewSecrecy({ id, outcome: "cleared" }));
  done(await editor.submitResource({ id }));
  await cloud.settle();
  return { id, editor, secrecy, content };
};

/** Lives through everything the platform does: every operation, listener, sweep and release. Gives what was called. */
export const liveThrough = async (cloud: Cloud): Promise<Called> => {
  const called = new Set<string>();
  const noting = (api: Api): Api =>
    new Proxy(api, {
      get: (target, name) => {
        called.add(String(name));
        return Reflect.get(target, name);
      },
    });
  const life: Life = {
    cloud,
    as: (person) => noting(bearer(cloud.url, () => tokenFor(cloud, person))),
    nobody: noting(apiAs({ url: cloud.url })),
    noting,
    called,
  };
  await registersAreKept(life);
  await institutionsAreKept(life);
  await aSystemSignsIn(life);
  const { overdue, ids } = await theCatalogueIsKept(life);
  await poolsAreKept(life, noting);
  await dataIsShared(life);
  const { late } = await dataIsDisputed(life);
  await theCalendarChanges(life);
  await daysGoBy(life, overdue, ids);
  await lateIsExplained(life, late);
  await whatIsReadByAnybody(life);
  return called;
};

const taskOf = (id: string) => `catalog~resource~${id}~review~1`;

const theCatalogueIsKept = async (life: Life): Promise<{ overdue: string; ids: readonly string[] }> => {
  const { cloud, as } = life;
  const submit = (key: string, withCode = true) => submitted(life, key, withCode);
  const reviewer = as("big-data-center.reviewer");

  // The usual way; its item is taken and given back, and events of both records wait behind a parked one.
  const usual = await submit("schools", false);
  const task = taskOf(usual.id);
  await parkLatest(life, "inbox", "task", task);
  done(await reviewer.takeTask({ id: task }));
  done(await reviewer.giveTaskBack({ id: task }));
  done(await reviewer.readTask({ id: task }));
  done(await reviewer.listTasks({}));
  await cloud.settle();
  await parkLatest(life, "catalog", "resource", usual.id);
  done(await reviewer.reviewResource({ id: usual.id, decision: "publish" }));
  await cloud.settle();
  await cloud.pass({ minutes: 6 });

  // Given back, mended, taken back; then revised with a name and elements that it gives up.
  const other = await submit("law-firms");
  const mend = [{ field: "/abstract", mend: "请补充" }];
  done(await reviewer.reviewResource({ id: other.id, decision: "return", reasons: mend }));
  await cloud.settle();
  const mended = { ...other.content, abstract: `${other.content.abstract ?? ""}补充。` };
  done(await other.editor.editResource({ id: other.id, content: mended }));
  done(await other.secrecy.reviewSecrecy({ id: other.id, outcome: "cleared" }));
  done(await other.editor.submitResource({ id: other.id }));
  done(await other.editor.withdrawSubmission({ id: other.id }));
  done(await other.editor.submitResource({ id: other.id }));
  done(await reviewer.reviewResource({ id: other.id, decision: "publish" }));
  await cloud.settle();
  done(await other.editor.reviseResource({ id: other.id }));
  const renamed = { ...mended, name: `${mended.name ?? ""}（修订）` };
  done(await other.editor.editResource({ id: other.id, content: renamed }));
  done(await other.secrecy.reviewSecrecy({ id: other.id, outcome: "cleared" }));
  done(await other.editor.submitResource({ id: other.id }));
  done(await reviewer.reviewResource({ id: other.id, decision: "publish" }));
  await cloud.settle();

  // A supplement of a district; and one whose decision comes before its wait has opened.
  await submit("yangpu-environment-points");
  // It dies so often that no retry, however soon it comes, opens the wait before the decision.
  for (let times = 0; times < 5; times++) {
    cloud.services.lambda.faultAt("onenet-local-city-inbox-open-task", { call: 1, kind: "crash-before" });
  }
  const early = await submit("medical-institutions");
  done(await reviewer.reviewResource({ id: early.id, decision: "publish" }));
  await cloud.settle();
  for (let times = 0; times < 5; times++) await cloud.pass({ minutes: 6 });

  const late = await submit("household-population");
  done(await reviewer.readResource({ id: late.id }));
  done(await late.editor.readResourceHistory({ id: late.id }));
  done(await late.editor.listMyResources({}));
  done(await late.editor.searchCatalogue({ text: "学校" }));
  done(await late.editor.readFeed({}));
  return { overdue: late.id, ids: [usual.id, other.id, early.id] };
};

const theCalendarChanges = async (life: Life): Promise<void> => {
  const [first, second] = [life.as("general-office.calendar"), life.as("general-office.calendar-2")];
  const notice = {
    title: "关于临时调整工作日的通知",
    address: "https://www.gov.cn/life-2026",
    publishedOn: dayOf(life.cloud.clock.now()),
    settles: [],
    daysOff: ["2026-11-25"],
    daysWorked: ["2026-11-28"],
  };
  const wrong = done(await first.proposeNotice({ ...notice, daysOff: ["2026-11-27"] }));
  done(await second.rejectNotice({ id: wrong.id, because: "日期有误" }));
  const { id } = done(await first.proposeNotice(notice));
  done(await second.confirmNotice({ id }));
  done(await first.readNotice({ id }));
  done(await first.listNotices({}));
  done(await first.listNotices({ status: "proposed" }));
  await life.cloud.settle();
};

const daysGoBy = async (life: Life, overdue: string, [retiring = ""]: readonly string[]): Promise<void> => {
  const { cloud } = life;
  const editor = life.as("education.editor");
  const endsOn = addDays(dayOf(cloud.clock.now()), 40);
  done(await editor.retireResource({ id: retiring, reason: "并入", endsOn }));
  await cloud.pass({ workingDays: 4 });
  // The listener dies after the item is saved and before the flow is told: the sweep tells it.
  cloud.services.lambda.faultAt("onenet-local-city-inbox-listener", { call: 3, kind: "crash-before" });
  done(await life.as("big-data-center.reviewer").reviewResource({ id: overdue, decision: "publish" }));
  await cloud.settle();
  await cloud.services.lambda.run("onenet-local-city-inbox-sweep", {});
  await cloud.pass({ days: 42 });
};

const whatIsReadByAnybody = async ({ cloud, nobody, called }: Life): Promise<void> => {
  for (const [name, { path }] of Object.entries(docs)) {
    if ((await fetch(`${cloud.url}${path}`)).ok) called.add(name);
  }
  done(await nobody.readCalendar({}));
  done(await nobody.readCalendarYear({ year: 2026 }));
  done(await nobody.explainDay({ day: "2026-12-01" }));
  done(await nobody.calculateDue({ start: "2026-12-01", workingDays: 3 }));
  done(await nobody.readCalendarFeed({}));
};
