import { createHash } from "node:crypto";
import { check, done, refused, until } from "../../../../demo/story.ts";
import { BODIES } from "../../../../local/seed/bodies.ts";
import { numberOf } from "../../../../local/seed/people.ts";
import { anItem } from "../../../catalog/catalogue.ts";
import { pooled } from "../../../journeys/files.ts";
import { type Life, parkLatest } from "./registers.ts";

const EDUCATION = BODIES.find(({ key }) => key === "education")?.creditCode ?? "";
const PERSONAL = { act: "personal-information-protection-law", article: "第二十八条" } as const;

/** A resource about people, shared by authorisation and not opened, with the records of Lin and of one other. */
const aboutPeople = async (life: Life) => {
  const personal = anItem({ code: "citizenId", name: "学校联系人身份号码", personal: true, grade: 3 });
  const resource = await pooled(life, "学校联系人名录", {
    items: [anItem({ code: "schoolId", name: "学校标识码", key: true }), anItem(), personal],
    sharing: {
      type: "authorised",
      mode: "request-response",
      reason: "含个人信息",
      basis: [PERSONAL],
      condition: "限履职使用",
    },
    opening: { type: "not-open", reason: "含个人信息", basis: [PERSONAL] },
  });
  const collect = async (schoolId: string, name: string) => {
    const values = { schoolId, phone: "021-1", citizenId: numberOf(name) };
    return done(await life.as("education.editor").collectRecord({ resource, values, collectedOn: "2026-11-20" })).id;
  };
  return { resource, lins: await collect("S901", "lin"), zhous: await collect("S902", "zhou") };
};

/** An objection is handed over, sent back, handed over again and decided; others go other ways, one stays open (A48). */
export const dataIsDisputed = async (life: Life): Promise<{ late: string }> => {
  const { cloud, as } = life;
  const [lin, zhou] = [as("person.lin"), as("person.zhou")];
  const [center, department] = [as("big-data-center.objections"), as("education.objections")];
  const { resource, lins, zhous } = await aboutPeople(life);
  await cloud.settle();

  const { id } = done(await lin.fileObjection({ kind: "error", description: "电话不对", record: lins }));
  await cloud.settle();
  const marked = async () => done(await lin.readObjection({ id })).clocks[0]?.metOn;
  await until("the record is marked", marked);
  await parkLatest(life, "objections", "objection", id);

  // Evidence is announced, asked for too early, sent and submitted.
  const bytes = Buffer.from("%PDF-1.7");
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const file = { name: "许可证.pdf", mediaType: "application/pdf", size: bytes.length, sha256 } as const;
  const address = done(await lin.announceEvidence({ id, file }));
  refused(await lin.submitEvidence({ id, file: address.file }), "file-not-as-announced");
  const { url, method, headers } = address;
  check("the evidence is uploaded", (await fetch(url, { method, headers, body: new Uint8Array(bytes) })).ok);
  done(await lin.submitEvidence({ id, file: address.file }));
  await cloud.pass({ minutes: 6 });

  done(await center.handOverObjection({ id, department: EDUCATION }));
  await cloud.settle();
  done(await department.listObjections({}));
  done(await department.sendBackObjection({ id, reason: "请市大数据中心先行核对" }));
  await cloud.settle();
  done(await center.listObjections({ state: "open" }));
  done(await center.handOverObjection({ id, department: EDUCATION }));
  await cloud.settle();
  done(await department.listHolders({ id }));
  const corrected = {
    outcome: "corrected",
    reasons: "登记有误",
    looked: ["许可证"],
    corrections: { phone: "021-2" },
  } as const;
  done(await department.decideObjection({ id, decision: { ...corrected, looked: [...corrected.looked] } }));
  await cloud.settle();
  done(await lin.readObjectionHistory({ id }));
  done(await lin.listMyObjections({}));

  // One is entered at a window and withdrawn; two are about one record, of which the Center decides what it has to.
  const objector = { kind: "person", number: numberOf("zhou") } as const;
  const about = { kind: "omission", description: "缺少分机号", record: zhous } as const;
  const entered = done(await department.fileObjectionFor({ ...about, objector }));
  await cloud.settle();
  done(await zhou.withdrawObjection({ id: entered.id }));
  const described = done(await zhou.fileObjection({ kind: "error", description: "不知是哪一条记录" }));
  await cloud.settle();
  const reasoned = {
    reasons: "登记无误",
    looked: ["登记表"],
    basis: [{ act: "order-9" as const, article: "第四十八条" }],
  };
  const decision = { outcome: "not-corrected" as const, ...reasoned };
  done(await center.decideObjection({ id: described.id, record: zhous, decision }));
  done(await center.listJoinedObjections({ id: described.id }));
  await cloud.settle();

  // One stays open until its days run out; the objector reads what they were told.
  const late = done(await lin.fileObjection({ kind: "error", description: "仍然不对", resource })).id;
  await cloud.settle();
  const { items } = done(await lin.listMyNotices({}));
  const [notice] = items;
  await parkLatest(life, "notices", "notice", notice?.id ?? "");
  done(await lin.acknowledgeNotice({ id: notice?.id ?? "" }));
  await cloud.pass({ minutes: 6 });
  done(await center.listNoticesAbout({ context: "objections", kind: "objection", id }));
  return { late };
};

/** Late is not lost: the cause is said, it stands on the page of whoever missed it, and counts. */
export const lateIsExplained = async ({ as, cloud }: Life, late: string): Promise<void> => {
  const center = as("big-data-center.objections");
  done(await center.recordDelay({ id: late, clock: "objection-handed-over-in-time", cause: "系统停机" }));
  await cloud.settle();
  check("a missed clock is shown", done(await as("person.lin").listMissed({ of: "center" })).items.length > 0);
  done(await as("person.lin").listMissed({ of: EDUCATION }));
  done(await center.readObjectionFigures({ of: "the-city" }));
  done(await as("education.objections").readObjectionFigures({}));
};
