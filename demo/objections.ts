import type { Objection } from "../functions/objections/objection.ts";
import type { Cloud } from "../local/cloud/cloud.ts";
import { BODIES } from "../local/seed/bodies.ts";
import type { City } from "./callers.ts";
import { check, done, refused, step, told, until } from "./story.ts";

const POLICE = BODIES.find(({ key }) => key === "public-security")?.creditCode ?? "";
const refusing = {
  outcome: "not-corrected" as const,
  reasons: "经核对各来源，库中的姓名与登记一致。",
  looked: ["人口基础库各来源的登记"],
};
/** An act in force on which a refusal to correct may rest. */
const LAW = { act: "order-9", article: "第二十三条" } as const;

/** What an institution that has read the record before reads of it now: its values, and the objections open on it. */
export type Reread = () => Promise<Readonly<{ disputed: readonly string[] }>>;

type Place = Readonly<{ city: City; cloud: Cloud; resource: string; grant: string; reread: Reread }>;

const sayDue = ({ receipt }: Objection): void => {
  for (const { clock, cites, dueOn, moved } of receipt) {
    const days = moved.map(({ day, notice, holiday }) => `${day} ${notice ?? holiday ?? ""}`).join("; ");
    told(`${cites} ${clock}: due on ${dueOn}${days === "" ? "" : ` (moved by ${days})`}`);
  }
};

/** The roles of the story: the objector, the Center's and the department's handlers. */
const peopleOf = ({ city: { as } }: Place) => ({
  lin: as("person.lin"),
  center: as("big-data-center.objections"),
  police: as("public-security.objections"),
});

/** The record about the objector, as their own list of accesses names it. */
const myRecord = async (place: Place): Promise<string> => {
  const { items } = done(await peopleOf(place).lin.listMyAccesses({ limit: 1 }));
  const [access] = items;
  if (access === undefined) throw new Error("Nobody has read the record.");
  return access.record;
};

/** A23: the basic database of the population, built from the register and followed by a district. */
const buildBasicDatabase = ({ city, resource }: Place): Promise<string> =>
  step("A23", "市大数据中心由户籍数据建立人口基础库，区里订阅", async () => {
    const fields = [
      { code: "name", name: "姓名" },
      { code: "address", name: "户籍地址" },
      { code: "district", name: "所在区" },
    ];
    const about = {
      kind: "population",
      name: "人口基础库",
      key: "公民身份号码",
      fields,
      district: "district",
    } as const;
    const { id } = done(await city.reviewer.declareDatabase(about));
    const items = [
      { item: "name", field: "name" },
      { item: "householdAddress", field: "address" },
      { item: "householdDistrict", field: "district" },
    ];
    done(await city.reviewer.mapResource({ id, resource, key: "idNumber", rank: 1, items }));
    const built = async () => {
      const { revision, builtRevision } = done(await city.reviewer.readDatabase({ id }));
      return revision === builtRevision ? true : undefined;
    };
    await until("the database is built", built, 600);
    done(await city.as("district-yangpu.editor").subscribeDatabase({ id, purpose: "区内公共服务" }));
    return id;
  });

const marked = async (place: Place, id: string): Promise<void> => {
  const { lin } = peopleOf(place);
  await until("the record bears the mark", async () => {
    const { clocks } = done(await lin.readObjection({ id }));
    return clocks.some(({ name, metOn }) => name === "data-marked-in-time" && metOn !== undefined) ? true : undefined;
  });
};

/** The mark goes with the decision or the withdrawal: the next objection to the record begins without it. */
const lifted = async (place: Place, id: string): Promise<void> => {
  const { center } = peopleOf(place);
  await until("the mark is lifted", async () => {
    const { items } = done(await center.listHolders({ id }));
    return items.some((it) => it.kind === "pool" && !it.disputed) ? true : undefined;
  });
};

const waitingFor = async ({ city }: Place, person: string, id: string): Promise<void> => {
  await until(`it waits in the inbox of ${person}`, async () => {
    const { items } = done(await city.as(person).listTasks({ limit: 100 }));
    return items.find(({ about }) => about.id === id);
  });
};

/** A48(2): the department's to correct; what it corrects reaches the basic database and whoever has read the record. */
const correctByTheDepartment = async (place: Place, database: string): Promise<void> => {
  const { city, cloud, resource, reread } = place;
  const { lin, center, police } = peopleOf(place);
  const yangpu = city.as("district-yangpu.editor");
  const record = await myRecord(place);
  const id = await step("A48", "居民对户籍地址提出异议：回执写明每个期限、条款和日历", async () => {
    const description = "我的户籍地址已经变更，登记的仍是旧地址。";
    const filed = done(await lin.fileObjection({ kind: "error", description, record }));
    sayDue(filed);
    check("it is a department's to correct", filed.route.power === "department");
    return filed.id;
  });
  await step("A48", "一个工作日内标注：受理后几秒内完成，标注随数据走", async () => {
    await marked(place, id);
    check("whoever has read the record now reads that it is disputed", (await reread()).disputed.includes(id));
  });
  await step("A48(2)", "两个工作日内转交有权更正的责任部门", async () => {
    await waitingFor(place, "big-data-center.objections", id);
    refused(await police.decideObjection({ id, decision: refusing }), "record-unknown");
    done(await center.handOverObjection({ id, department: POLICE }));
    await waitingFor(place, "public-security.objections", id);
  });
  const since = new Date(cloud.clock.now()).toISOString();
  await step("A48(2)", "责任部门核实后更正：在数据源头形成新版本", async () => {
    const decision = {
      outcome: "corrected" as const,
      reasons: "经核实，户口登记机关已于上月变更地址。",
      looked: ["户口登记变更回执"],
      corrections: { householdAddress: "示例路1000号" },
    };
    done(await police.decideObjection({ id, decision }));
    await lifted(place, id);
  });
  await step("A23", "更正到达人口基础库，订阅的区收到变更", async () => {
    const changed = await until("the district hears of the change", async () => {
      const { items } = done(await yangpu.listEntityChanges({ id: database, since }));
      return items.length > 0 ? items : undefined;
    });
    const [entity] = changed;
    if (entity === undefined) throw new Error("Nothing has changed.");
    const read = () => yangpu.readEntity({ id: entity.id, purpose: "核对更正后的地址" });
    await until("the corrected address is there, and no mark any more", async () => {
      const { fields, disputed } = done(await read());
      return fields["address"]?.value === "示例路1000号" && disputed.length === 0 ? true : undefined;
    });
  });
  await step("A48", "更正到达此前查阅过的机构：逐一列出，各至何时", async () => {
    check("whoever reads it now reads no mark any more", (await reread()).disputed.length === 0);
    const { items } = done(await center.listHolders({ id }));
    for (const holder of items) {
      told(holder.kind === "pool" ? `pool: version ${holder.version}` : `${holder.kind}: current ${holder.current}`);
    }
    check(
      "the database and the reader have the corrected version",
      items.some((it) => it.kind === "database" && it.current) &&
        items.some((it) => it.kind === "reader" && it.current),
    );
    const changes = done(await city.as("human-resources.editor").listChanges({ resource, grant: place.grant, since }));
    check(
      "the change feed names the record, without what it holds",
      changes.items.some((it) => it.id === record),
    );
  });
  await step("A48(2)", "逐步告知异议人，并告知如何继续反映", async () => {
    const { items } = done(await lin.listMyNotices({}));
    for (const { text } of [...items].reverse()) told(text.zh);
    const [latest] = items;
    if (latest?.what !== "objection-decided") throw new Error("The decision was not told.");
    const { readAt } = done(await lin.acknowledgeNotice({ id: latest.id }));
    check("when it was read is on record", readAt !== undefined);
    const about = { context: "objections", kind: "objection", id };
    const seen = done(await police.listNoticesAbout(about)).items;
    check("the department sees what was told while it had it, and by which channels", seen.length > 0);
    check(
      "text message and mail were handed over too",
      cloud.channels.handed().some(({ id: its }) => its === latest.id),
    );
  });
};

/** A48(1): where the fault is said to lie in what the Center has put together, the Center decides within two days. */
const refuseByTheCenter = async (place: Place, database: string): Promise<void> => {
  const { lin, center } = peopleOf(place);
  const record = await myRecord(place);
  await step("A48(1)", "属于市大数据中心更正权限：两个工作日内由其决定；不予更正须有依据", async () => {
    const description = "人口基础库里我的姓名似乎不对。";
    const filed = done(await lin.fileObjection({ kind: "error", description, record, database }));
    sayDue(filed);
    const { id } = filed;
    await waitingFor(place, "big-data-center.objections", id);
    await marked(place, id);
    refused(await center.decideObjection({ id, decision: refusing }), "refusal-cites-no-basis", "A48");
    const decided = done(await center.decideObjection({ id, decision: { ...refusing, basis: [LAW] } }));
    const clock = decided.clocks.find(({ name }) => name === "objection-decided-by-center-in-time");
    check("decided in time, with reasons and a basis", clock?.metOn !== undefined);
    await lifted(place, id);
  });
};

/** Late is not lost: what is missed is on record with its cause, told, public, and decided all the same. */
const decideLate = async (place: Place): Promise<void> => {
  const { cloud } = place;
  const { lin, center, police } = peopleOf(place);
  const record = await myRecord(place);
  const { id } = await step("A48", "逾期：记录在案、告知异议人，办理继续", async () => {
    const description = "我的出生日期登记有误。";
    const filed = done(await lin.fileObjection({ kind: "error", description, record }));
    sayDue(filed);
    told("the clock is moved by three working days");
    await cloud.pass({ workingDays: 3 });
    const late = await until("the objector is told that it is late", async () => {
      const { items } = done(await lin.listMyNotices({}));
      return items.find(({ what, about }) => what === "objection-overdue" && about.id === filed.id);
    });
    told(late.text.zh);
    return filed;
  });
  await step("A48(2)", "逾期不失效：迟到的转交和决定照样作出，原因记录在案", async () => {
    done(await center.handOverObjection({ id, department: POLICE }));
    const cause = "转交时责任部门尚未查明。";
    done(await center.recordDelay({ id, clock: "objection-handed-over-in-time", cause }));
    const law = { basis: [LAW], reasons: "登记与出生医学证明一致。", looked: ["出生医学证明"] };
    const decided = done(await police.decideObjection({ id, decision: { outcome: "not-corrected", ...law } }));
    check("decided after all", decided.status === "decided");
    const { items } = done(await lin.listMissed({ of: "center" }));
    const missed = items.find(({ causes }) => causes.includes(cause));
    check(`the Center's public page names it: due on ${missed?.dueOn}`, missed !== undefined);
    await lifted(place, id);
  });
};

/** Until it is decided, it is the objector's to withdraw. */
const withdraw = async (place: Place): Promise<void> => {
  const { lin, center } = peopleOf(place);
  const record = await myRecord(place);
  await step("A48", "作出决定之前，异议人可以撤回；标注随之取消", async () => {
    const { id } = done(await lin.fileObjection({ kind: "omission", description: "缺少曾用名。", record }));
    await marked(place, id);
    done(await lin.withdrawObjection({ id }));
    await lifted(place, id);
    refused(await center.handOverObjection({ id, department: POLICE }), "objection-over", "A48");
  });
};

/** A48: both routes, one of them to a basic database and an earlier reader; a late one; a withdrawal; the figures. */
export const objectAndCorrect = async (place: Place): Promise<void> => {
  const database = await buildBasicDatabase(place);
  await correctByTheDepartment(place, database);
  await refuseByTheCenter(place, database);
  await decideLate(place);
  await withdraw(place);
  await step("A24", "统计：在办、超期、结果、办理用时", async () => {
    const { outcomes, wrong, missed } = await until("everything is counted", async () => {
      const figures = done(await peopleOf(place).center.readObjectionFigures({ of: "the-city" }));
      const { corrected, "not-corrected": not } = figures.outcomes;
      return corrected === 1 && not === 2 ? figures : undefined;
    });
    told(JSON.stringify({ outcomes, wrong, missed: missed.byClock }));
  });
};
