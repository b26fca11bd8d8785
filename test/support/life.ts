import { type Api, apiAs, aSystem, bearer } from "../../demo/callers.ts";
import { done, until } from "../../demo/story.ts";
import { contract as catalog } from "../../functions/catalog/contract.ts";
import { contract as identity } from "../../functions/identity/contract.ts";
import { contract as institutions } from "../../functions/institutions/contract.ts";
import { contract as reference } from "../../functions/reference/contract.ts";
import type { Cloud } from "../../local/cloud/cloud.ts";
import { STAFF_AUDIENCE, tokenFor } from "../../local/seed/people.ts";
import { poolsAreKept } from "./pooling.ts";

/** A made-up notice that gives at least the days that the law itself gives. */
export const aNoticeFor2027 = {
  title: "国务院办公厅关于2027年部分节假日安排的通知（测试）",
  address: "https://www.gov.cn/zhengce/2027",
  publishedOn: "2026-11-24",
  settles: [2027],
  daysOff: [
    ...["2027-01-01", "2027-02-05", "2027-02-08", "2027-02-09", "2027-02-10", "2027-04-05", "2027-05-03"],
    ...["2027-06-09", "2027-09-15", "2027-10-01", "2027-10-04", "2027-10-05"],
  ],
  daysWorked: [],
};

type Alive = Readonly<{ cloud: Cloud; as: (person: string) => Api; nobody: Api }>;

/** Calls every operation once or more, each at least once with success, from the examples of the contracts. */
export const liveOnce = async (cloud: Cloud): Promise<void> => {
  const alive: Alive = {
    cloud,
    as: (person) => bearer(cloud.url, () => tokenFor(cloud, person)),
    nobody: apiAs({ url: cloud.url }),
  };
  await bodies(alive);
  await systems(alive);
  await calendar(alive);
  await registers(alive);
  await resource(alive);
  await poolsAreKept(alive);
  for (const path of ["/docs", "/docs/redoc.js", "/openapi.json"]) await (await fetch(`${cloud.url}${path}`)).text();
};

/** A body is registered, gets people and a responsibility, and is dissolved (A5, A16, A43, A46). */
const bodies = async ({ cloud, as }: Alive): Promise<void> => {
  const office = as("general-office.registrar");
  const { institution } = institutions.registerInstitution.example.takes;
  const id = "11319908EXAMPL012E";
  done(await office.registerInstitution({ id, institution }));
  done(await office.amendInstitution({ id, institution: { ...institution, nameEn: "Another name" }, because: "更名" }));
  done(await office.suspendInstitution({ id, because: "机构改革" }));
  done(await office.resumeInstitution({ id, because: "机构改革" }));
  done(await office.readInstitution({ id }));
  done(await office.listInstitutions({ kind: "municipal-department" }));

  const { person, ...appointment } = institutions.appointStaff.example.takes;
  done(await office.appointStaff({ ...appointment, id, person }));
  const registrar = bearer(cloud.url, () => cloud.issuer.mint({ sub: person, institution: id, aud: STAFF_AUDIENCE }));
  done(await office.renewTraining({ id, person, trainedUntil: "2028-11-24" }));
  done(await registrar.setSecurity({ ...institutions.setSecurity.example.takes, id }));
  done(await registrar.readStaff({ id, person }));
  done(await registrar.listStaff({ id }));
  done(await office.endPosts({ id, person, because: "调离" }));

  const named = done(
    await office.nameResponsibleDepartment({ ...institutions.nameResponsibleDepartment.example.takes, id }),
  );
  done(await office.readResponsibility({ responsibility: named.id }));
  done(await office.listResponsibilities({}));
  done(await office.endResponsibility({ responsibility: named.id, because: "职能划转" }));
  done(await office.dissolveInstitution({ id, because: "机构改革" }));
};

/** A system is registered, gets a token with its key, another key, and is revoked (A47p2). */
const systems = async ({ cloud, as, nobody }: Alive): Promise<void> => {
  const system = await aSystem(() => cloud.clock.now());
  const registrar = as("market-regulation.registrar");
  const { name, purposes } = identity.registerClient.example.takes;
  const { id } = done(await registrar.registerClient({ name, purposes, jwk: system.jwk }));
  done(await nobody.readKeys({}));
  done(await (await system.signedIn(cloud.url, id)).readMe({}));
  done(await registrar.readClient({ id }));
  done(await registrar.listClients({}));
  done(await registrar.rotateKey({ ...identity.rotateKey.example.takes, id }));
  done(await registrar.revokeClient({ id, because: "系统下线" }));
};

/** One proposed notice is turned down, another one confirmed (A48). */
const calendar = async ({ as, nobody }: Alive): Promise<void> => {
  const [first, second] = [as("general-office.calendar"), as("general-office.calendar-2")];
  const wrong = done(await first.proposeNotice(aNoticeFor2027));
  done(await second.rejectNotice({ id: wrong.id, because: "日期录入有误" }));
  const right = done(await first.proposeNotice(aNoticeFor2027));
  done(await second.confirmNotice({ id: right.id }));
  done(await first.readNotice({ id: right.id }));
  done(await first.listNotices({}));
  done(await nobody.readCalendar({}));
  done(await nobody.readCalendarYear({ year: 2026 }));
  done(await nobody.explainDay(reference.explainDay.example.takes));
  done(await nobody.calculateDue(reference.calculateDue.example.takes));
  done(await nobody.readCalendarFeed({}));
};

/** A law and a standard are recorded, amended and withdrawn (A6, A27). */
const registers = async ({ as }: Alive): Promise<void> => {
  const keeper = as("general-office.laws");
  const law = { ...reference.recordLaw.example.takes.entry, key: "a-law-of-this-test" };
  const { id } = done(await keeper.recordLaw({ entry: law }));
  done(await keeper.amendLaw({ id, entry: { ...law, title: "更正后的名称" }, because: "更正名称" }));
  done(await keeper.readLaw({ id }));
  done(await keeper.listLaws({}));
  done(await keeper.withdrawLaw({ id, because: "已废止" }));
  const standard = { ...reference.recordStandard.example.takes.entry, code: "DB31/T 9999-2026" };
  const recorded = done(await keeper.recordStandard({ entry: standard }));
  done(await keeper.amendStandard({ id: recorded.id, entry: { ...standard, title: "更正后" }, because: "更正名称" }));
  done(await keeper.readStandard({ id: recorded.id }));
  done(await keeper.listStandards({}));
  done(await keeper.withdrawStandard({ id: recorded.id, because: "已废止" }));
  done(await keeper.listCodeTables({}));
  done(await keeper.readCodeTable({ name: "districts" }));
};

/** A resource from its draft to the announcement of its end (A16, A17, A43p2). */
const resource = async ({ as }: Alive): Promise<void> => {
  const [editor, secrecy, reviewer] = [as("education.editor"), as("education.secrecy"), as("big-data-center.reviewer")];
  const { content } = catalog.draftResource.example.takes;
  const { id } = done(await editor.draftResource({ content }));
  done(await editor.editResource({ id, content: { ...content, abstract: "含小学、初中、高中。" } }));
  done(await secrecy.reviewSecrecy({ id, outcome: "cleared" }));
  done(await editor.submitResource({ id }));
  done(await editor.withdrawSubmission({ id }));
  done(await editor.submitResource({ id }));
  const task = { id: `catalog~resource~${id}~review~2` };
  await until("the review waits", async () => ((await reviewer.readTask(task)).ok ? true : undefined));
  done(await reviewer.listTasks({}));
  done(await reviewer.takeTask(task));
  done(await reviewer.giveTaskBack(task));
  done(await reviewer.reviewResource({ id, decision: "publish" }));
  done(await editor.listMyResources({}));
  done(await editor.readResource({ id }));
  done(await editor.readResourceHistory({ id }));
  done(await editor.searchCatalogue({ text: "中小学校" }));
  done(await editor.readFeed({}));
  done(await editor.reviseResource({ id }));
  done(await editor.retireResource({ id, reason: "并入基础教育机构名录", endsOn: "2027-02-28" }));
};
