import type { Api } from "../../demo/callers.ts";
import { done, refused, until } from "../../demo/story.ts";
import { BODIES } from "../../local/seed/bodies.ts";
import { aContent, anItem } from "../catalog/catalogue.ts";
import {
  aDistrictBody,
  aFile,
  announcementOf,
  badRowsOf,
  pooled,
  recordsOf,
  submitted,
  when,
} from "../journeys/files.ts";
import { parkLatest } from "../local/cloud/a-whole-life/registers.ts";
import type { City } from "./city.ts";

const POLICE = BODIES.find(({ key }) => key === "public-security")?.creditCode ?? "";
const COLLECTED = { collectedOn: "2026-11-20" };

/** Everything that is done with pools of data, once: every operation of collection, and what follows by itself. */
export const poolsAreKept = async (city: City, noting: (api: Api) => Api = (api) => api): Promise<void> => {
  const items = [...(aContent().items ?? []).slice(0, 1), anItem(), anItem({ code: "district", name: "所在区" })];
  const resource = await pooled(city, "学校通讯录", { items });
  await waysAreRegistered(city, resource);
  await filesComeIn(city, resource, noting);
  await consentsAreKept(city);
  await sourcesDiffer(city, resource);
  await databasesAreBuilt(city, resource);
  await faultsAreMended(city, resource);
};

/** A19: who collects, and how. */
const waysAreRegistered = async ({ as, cloud }: City, resource: string): Promise<void> => {
  const ours = as("education.editor");
  const direct = { resource, institution: POLICE, method: "direct" as const, duty: "校园周边治安管理" };
  const { id } = done(await ours.recordMethod({ entry: direct }));
  await cloud.settle();
  // Its next event waits behind a parked one.
  await parkLatest({ cloud }, "collection", "method", id);
  done(await ours.amendMethod({ id, entry: { ...direct, duty: "校园治安管理" }, because: "更正" }));
  const contract = { number: "2026-017", with: "某某数据服务有限公司", from: "2026-01-01", until: "2026-12-31" };
  const other = done(await ours.recordMethod({ entry: { ...direct, method: "third-party", contract } }));
  done(await ours.withdrawMethod({ id: other.id, because: "合同终止" }));
  done(await ours.readMethod({ id }));
  done(await ours.listMethods({}));
  done(await ours.listMethods({ group: resource }));
  await cloud.settle();
};

/** A21, A22, A16(3): files by both ways, to their end or back. */
const filesComeIn = async (city: City, resource: string, noting: (api: Api) => Api): Promise<void> => {
  const ours = city.as("education.editor");
  const early = done(await ours.announceBatch(announcementOf(resource, aFile(1, 300))));
  refused(await ours.submitBatch({ id: early.id }), "file-not-uploaded");
  const id = await submitted(ours, resource, aFile(60));
  await when(ours, id, "done");
  await badRowsOf(ours, id);
  // Without its key column nothing of a file can be taken in; the same file may come again.
  await when(ours, await submitted(ours, resource, Buffer.from("phone\n021-1")), "stopped");
  done(await ours.listMyBatches({}));
  done(await ours.listMyBatches({ resource }));
  done(await ours.withdrawBatch({ id, because: "误报" }));
  await when(ours, id, "withdrawn");

  const theirs = noting(await aDistrictBody(city, resource));
  const yangpu = city.as("district-yangpu.editor");
  const [first, second] = [
    await submitted(theirs, resource, aFile(5, 100)),
    await submitted(theirs, resource, aFile(5, 200)),
  ];
  await city.cloud.settle();
  done(await yangpu.handOnBatch({ id: first }));
  done(await yangpu.giveBatchBack({ id: second, because: "请按校区分别报送" }));
  await when(theirs, first, "done");
  await city.cloud.settle();
};

/** A20: consent is recorded, rested on, and taken back. */
const consentsAreKept = async (city: City): Promise<void> => {
  const ours = city.as("education.editor");
  const collectionNorm = { method: "direct" as const, norm: "每学年采集", consent: "经学校同意采集" };
  const resource = await pooled(city, "学校自愿填报", { collectionNorm });
  const proof = { kind: "words" as const, words: "同意采集。" };
  const about = { purpose: "发放补助", proof, givenOn: "2026-11-20" };
  const { id } = done(await ours.recordConsent({ resource, keys: { schoolId: "S1" }, ...about }));
  done(await ours.collectRecord({ resource, values: { schoolId: "S1", phone: "1" }, ...COLLECTED }));
  await when(ours, await submitted(ours, resource, aFile(1, 1)), "done");
  done(await ours.readConsent({ id }));
  done(await ours.withdrawConsent({ id }));
  await city.cloud.settle();
};

/** A22p2, A16(3): two sources differ, their department decides. */
const sourcesDiffer = async (city: City, resource: string): Promise<void> => {
  const [ours, police] = [city.as("education.editor"), city.as("public-security.editor")];
  const said = { schoolId: "S900", district: "310110" };
  const { id } = done(await ours.collectRecord({ resource, values: { ...said, phone: "1" }, ...COLLECTED }));
  done(await police.collectRecord({ resource, values: { ...said, phone: "2" }, ...COLLECTED }));
  await city.cloud.settle();
  done(await ours.listConflicts({ resource }));
  done(await ours.readConflict({ id }));
  const stands = [{ item: "phone", source: POLICE }];
  done(await ours.decideRecord({ id, stands, because: "以公安登记为准" }));
  await city.cloud.settle();
  done(await ours.readVerification({ resource }));
  done(await ours.listMyVerifications({}));
  done(await ours.listMyVerifications({ status: "open" }));
  done(await ours.confirmVerification({ resource }));
  await recordsOf(ours, resource);
  done(await ours.readRecordTrace({ id }));
  done(await police.withdrawRecord({ id }));
  // One round stays open, until its clock runs out.
  done(await police.collectRecord({ resource, values: { ...said, phone: "3" }, ...COLLECTED }));
  await city.cloud.settle();
};

/** A23: a theme database is declared, built from the pool, subscribed to and read. */
const databasesAreBuilt = async ({ cloud, as }: City, resource: string): Promise<void> => {
  const [center, yangpu] = [as("big-data-center.reviewer"), as("district-yangpu.editor")];
  const fields = [
    { code: "phone", name: "联系电话" },
    { code: "district", name: "所在区" },
  ];
  const about = { kind: "theme" as const, name: "教育机构主题库", key: "学校标识码", fields, district: "district" };
  const { id } = done(await center.declareDatabase(about));
  const mapped = fields.map(({ code }) => ({ item: code, field: code }));
  await cloud.settle();
  // The listener dies before the flow has begun: the sweep begins it.
  cloud.services.lambda.faultAt("onenet-local-city-collection-listener", { call: 1, kind: "crash-before" });
  done(await center.mapResource({ id, resource, key: "schoolId", rank: 1, items: mapped }));
  await cloud.settle();
  await cloud.services.lambda.run("onenet-local-city-collection-sweep", {});
  await cloud.settle();
  done(await center.readDatabase({ id }));
  done(await center.listDatabases({}));
  done(await yangpu.subscribeDatabase({ id, purpose: "区教育服务" }));
  const changed = await until("the database is built", async () => {
    const { items } = done(await yangpu.listEntityChanges({ id }));
    return items.length > 0 ? items : undefined;
  });
  for (const entity of changed) done(await yangpu.readEntity({ id: entity.id, purpose: "核对联系方式" }));
  done(await yangpu.endSubscription({ id }));
  done(await center.unmapResource({ id, resource }));
  await cloud.settle();
};

/** A24, A21: pools are measured, what is wrong is mended; one fault runs out of time. */
const faultsAreMended = async ({ cloud, as }: City, resource: string): Promise<void> => {
  const [center, ours] = [as("big-data-center.reviewer"), as("education.editor")];
  done(await ours.readFigures({ resource }));
  done(await center.listFigures({}));
  done(await center.listNotPooled({}));
  const fault = { resource, aspect: "timeliness" as const, accountable: "collector" as const, says: "尚未更新" };
  const { id } = done(await center.raiseFault(fault));
  done(await center.raiseFault({ ...fault, says: "号码有误" }));
  done(await center.listPoolFaults({ resource }));
  done(await ours.readFault({ id }));
  done(await ours.listMyFaults({}));
  done(await ours.listMyFaults({ status: "open" }));
  done(await ours.closeFault({ id, done: "已经更新" }));
  await cloud.settle();
};
