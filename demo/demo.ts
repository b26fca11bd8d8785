import { Day } from "../functions/kernel/day.ts";
import { startCloud } from "../local/cloud/cloud.ts";
import { ASSEMBLY, synthesiseIfChanged } from "../local/cloud/synthesis.ts";
import { BODIES } from "../local/seed/bodies.ts";
import { tokenFor } from "../local/seed/people.ts";
import { refusedSamples, type SampleResource, sampleResources } from "../local/seed/samples.ts";
import { seedRegisters } from "../local/seed/seed.ts";
import { runCommand } from "../local/shared/command.ts";
import { apiAs, aSystem, bearer, type City } from "./callers.ts";
import { poolAndShare } from "./data-flows.ts";
import { objectAndCorrect } from "./objections.ts";
import { check, done, refused, step, stepsTold, told, until } from "./story.ts";

/** Sixteen real resources of nine bodies: people, companies, schools, water, weather, and one district's own. */
const TOLD = [
  "household-population",
  "residence-registration",
  "marriage-registration",
  "school-enrolment",
  "company-registration",
  "social-organisation",
  "food-licences",
  "medical-institutions",
  "schools",
  "bus-arrivals",
  "water-regime",
  "air-quality",
  "noise-monitoring",
  "weather-warnings",
  "yangpu-environment-points",
];

const keyOf = (creditCode: string | undefined): string => {
  const body = BODIES.find((each) => each.creditCode === creditCode);
  if (body === undefined) throw new Error(`Nobody has the code ${creditCode}.`);
  return body.key;
};

/** Compiles, reviews for secrecy and submits; gives what became of it. */
const submit = async ({ as }: City, { compiledBy, takes }: SampleResource) => {
  const editor = as(`${keyOf(compiledBy)}.editor`);
  const { id } = done(await editor.draftResource(takes));
  const secrecy = as(`${keyOf(takes.content.provider?.code)}.secrecy`);
  done(await secrecy.reviewSecrecy({ id, outcome: "cleared" }));
  return { id, editor, submitted: done(await editor.submitResource({ id })) };
};

const itemFor = ({ reviewer }: City, id: string) =>
  until("the review waits in the Center's inbox", async () => {
    const { items } = done(await reviewer.listTasks({ limit: 100 }));
    return items.find(({ about }) => about.id === id);
  });

/** The catalogue fills: every resource goes the whole way, and one of them twice because it is returned. */
const compileAndReview = async (city: City): Promise<string[]> => {
  const ids: string[] = [];
  const samples = sampleResources().filter(({ key }) => TOLD.includes(key));
  for (const sample of samples) {
    const { name, catalogue } = sample.takes.content;
    const isSupplement = catalogue.kind === "district-supplement";
    await step(
      isSupplement ? "A17p3" : "A17p2",
      `${name}：编制、保密审查、报送${isSupplement ? "，区补充目录即时生效" : "、市大数据中心审核"}`,
      async () => {
        const { id, editor, submitted } = await submit(city, sample);
        ids.push(id);
        if (isSupplement) return check("in force without a review by the Center", submitted.status === "published");
        const task = await itemFor(city, id);
        told(`the Center's inbox: ${task.title}, due ${task.dueOn ?? "without a day"}`);
        if (sample.key === "schools") {
          done(
            await city.reviewer.reviewResource({
              id,
              decision: "return",
              reasons: [{ field: "/abstract", mend: "请补充覆盖的学段" }],
            }),
          );
          const { work } = done(await editor.readResource({ id })) as {
            work: { content: SampleResource["takes"]["content"] };
          };
          done(
            await editor.editResource({
              id,
              content: { ...work.content, abstract: `${work.content.abstract}含小学、初中、高中。` },
            }),
          );
          done(
            await city.as(`${keyOf(work.content.provider?.code)}.secrecy`).reviewSecrecy({ id, outcome: "cleared" }),
          );
          done(await editor.submitResource({ id }));
          await itemFor(city, id);
          told("returned with what to mend, mended, submitted again");
        }
        const published = done(await city.reviewer.reviewResource({ id, decision: "publish" }));
        check("published in the city's catalogue", published.status === "published");
      },
    );
  }
  await step("A17p2", "审核流程随决定结束，待办清空", () =>
    until("nothing waits any more", async () =>
      done(await city.reviewer.listTasks({})).items.length === 0 ? true : undefined,
    ),
  );
  return ids;
};

const refuseWhatTheLawForbids = async (city: City): Promise<void> => {
  for (const sample of refusedSamples()) {
    await step(sample.cites, `${sample.takes.content.name}：必须被拒绝`, async () => {
      const editor = city.as(`${keyOf(sample.compiledBy)}.editor`);
      const drafted = await editor.draftResource(sample.takes);
      if (sample.at === "draftResource") return refused(drafted, sample.code, sample.cites);
      const { id } = done(drafted);
      done(
        await city
          .as(`${keyOf(sample.takes.content.provider?.code)}.secrecy`)
          .reviewSecrecy({ id, outcome: "cleared" }),
      );
      refused(await editor.submitResource({ id }), sample.code, sample.cites);
    });
  }
};

const findAndRead = async ({ as }: City): Promise<void> => {
  const lin = as("person.lin");
  await step("A17", "市民检索目录：学校", async () => {
    const { items, facets, exact } = done(await lin.searchCatalogue({ text: "学校" }));
    check(
      `${items.length} found, the first is ${items[0]?.name}`,
      items.some(({ name }) => name === "中小学校名录"),
    );
    check("facets count everything that was found", exact && facets.sharing.length > 0);
  });
  await step("A17", "目录的机器可读形式（DCAT 3）", async () => {
    const feed = JSON.stringify(done(await lin.readFeed({})));
    check(
      "the feed is a catalogue with applicable legislation",
      feed.includes("dcat:") && feed.includes("applicableLegislation"),
    );
  });
};

const keepOut = async ({ as, reviewer, url }: City, id: string): Promise<void> => {
  await step("A17p2", "责任部门不能自己审核目录", async () => {
    refused(await as("public-security.editor").reviewResource({ id, decision: "publish" }), "role-not-allowed");
  });
  await step("A46", "没有相应岗位的人员不能办理", async () => {
    refused(await as("big-data-center.editor").reviewResource({ id, decision: "publish" }), "post-not-held", "A46");
  });
  await step("A47p2", "未登录者得到统一的问题文档", async () => {
    const response = await fetch(`${url}/catalog/resources/${id}`);
    check(
      "401 application/problem+json",
      response.status === 401 && response.headers.get("content-type") === "application/problem+json",
    );
  });
  await step("A47p2", "他人的待办看起来并不存在", async () => {
    const task = `catalog~resource~${id}~review~1`;
    refused(await as("public-security.editor").readTask({ id: task }), "record-unknown");
    done(await reviewer.readTask({ id: task }));
  });
};

const callAsASystem = async ({ as, url }: City, now: () => number, id: string): Promise<void> => {
  const system = await aSystem(now);
  const registrar = as("market-regulation.registrar");
  const client = await step("A47p2", "机构登记业务系统及其公钥", async () =>
    done(await registrar.registerClient({ name: "市场监管业务系统", purposes: ["查询目录"], jwk: system.jwk })),
  );
  const api = await step("A47p2", "系统以私钥断言换取DPoP令牌", () => system.signedIn(url, client.id));
  await step("A17", "系统读取目录", async () =>
    check("the resource is there", done(await api.readResource({ id })).id === id),
  );
  await step("A47p2", "吊销后，令牌立即失效", async () => {
    done(await registrar.revokeClient({ id: client.id, because: "系统下线" }));
    refused(await api.readResource({ id }), "not-signed-in");
  });
};

const keepTheCalendar = async ({ as, url }: City): Promise<void> => {
  const nobody = apiAs({ url });
  const notice = {
    title: "国务院办公厅关于2027年部分节假日安排的通知（演示）",
    address: "https://www.gov.cn/demo-2027",
    publishedOn: "2026-11-24",
    settles: [2027],
    // A made-up arrangement that gives at least the days that the law itself gives (全国年节及纪念日放假办法).
    daysOff: [
      ...["2027-01-01", "2027-02-05", "2027-02-08", "2027-02-09", "2027-02-10", "2027-04-05", "2027-05-03"],
      ...["2027-06-09", "2027-09-15", "2027-10-01", "2027-10-04", "2027-10-05"],
    ],
    daysWorked: [],
  };
  const due = async () => {
    const { due: day, provisional } = done(await nobody.calculateDue({ start: "2026-12-30", workingDays: 2 }));
    return { day, provisional };
  };
  await step("A48", "期限计算：跨入未公布的2027年，结果是暂定的", async () => {
    const before = await due();
    check(
      `2 working days after 2026-12-30: ${before.day}, provisional`,
      before.provisional && before.day === "2027-01-04",
    );
  });
  const [first, second] = [as("general-office.calendar"), as("general-office.calendar-2")];
  await step("A48", "放假通知由一人录入，另一人确认", async () => {
    const { id } = done(await first.proposeNotice(notice));
    refused(await first.confirmNotice({ id }), "notice-confirmed-by-its-proposer", "A48");
    done(await second.confirmNotice({ id }));
    const after = await due();
    check(`now it is ${after.day}, and final`, !after.provisional);
  });
};

const story = async (): Promise<void> => {
  await synthesiseIfChanged({ build: false });
  const cloud = await startCloud({ assembly: ASSEMBLY, today: Day.parse("2026-11-24"), log: () => undefined });
  try {
    await seedRegisters(cloud);
    const as = (person: string) => bearer(cloud.url, () => tokenFor(cloud, person));
    const city: City = { as, url: cloud.url, reviewer: as("big-data-center.reviewer") };
    await step("A35p2", "登录：令牌说是谁，登记簿说能做什么", async () => {
      const me = done(await city.reviewer.readMe({}));
      told(`${me.id}: ${me.roles.join(", ")}; posts ${me.posts.join(", ")}`);
    });
    const [id = "", another = ""] = await compileAndReview(city);
    await refuseWhatTheLawForbids(city);
    await findAndRead(city);
    await keepOut(city, id);
    await callAsASystem(city, () => cloud.clock.now(), id);
    const shared = await poolAndShare(city, () => cloud.clock.now(), { resource: id, another });
    await keepTheCalendar(city);
    await objectAndCorrect({ city, cloud, resource: id, ...shared });

    const late = sampleResources().find(({ key }) => key === "law-firms");
    if (late === undefined) throw new Error("There is no law-firms.");
    await step("A17p2", "审核逾期：记录在案，但不妨碍办理", async () => {
      const { id: lateId, submitted } = await submit(city, late);
      const [clock] = submitted.clocks;
      told(`due on ${clock?.dueOn}; the clock is moved by four working days`);
      await cloud.pass({ workingDays: 4 });
      await until("the missed clock is on record", async () => {
        const { clocks } = done(await city.reviewer.readResource({ id: lateId }));
        return clocks.some(({ missedOn }) => missedOn !== undefined) ? true : undefined;
      });
      check("supervision can hear of it", cloud.heard("catalog.review-overdue.v1").length > 0);
      const published = done(await city.reviewer.reviewResource({ id: lateId, decision: "publish" }));
      check("late is not lost: published all the same", published.status === "published");
    });
    await step("A17", "停用须预告：宽限期内继续有效", async () => {
      const retiring = done(
        await as("public-security.editor").retireResource({ id, reason: "并入新的人口库资源", endsOn: "2027-02-28" }),
      );
      check("it stays in force to its last day", retiring.status === "retiring");
    });
    console.log(`\n${stepsTold()} steps, all as the law has it.`);
  } finally {
    await cloud.stop();
  }
};

void runCommand("npm run demo", {}, async () => {
  await story().catch((error: unknown) => {
    throw new Error(`\n✗ ${error instanceof Error ? error.message : error}`);
  });
});
