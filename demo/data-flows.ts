import { createHash } from "node:crypto";
import { numberOf } from "../local/seed/people.ts";
import type { Api, City } from "./callers.ts";
import { check, done, refused, step, told, until } from "./story.ts";

const ROWS = 10_000;
const BAD = 200;

/** A file of the population register: people who are nobody, and every fiftieth row not as the catalogue has it. */
const population = (): Buffer => {
  const header = "idNumber,name,sex,birthDate,householdAddress,householdDistrict";
  const rows = Array.from({ length: ROWS }, (_, at) => {
    const number = at === 0 ? numberOf("lin") : numberOf(`resident-${at}`);
    const born = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
    const bad = at % (ROWS / BAD) === 1;
    return `${number},居民${at},${(at % 2) + 1},${bad ? "不详" : born},示例路${at}号,310110`;
  });
  return Buffer.from(`${[header, ...rows].join("\n")}\n`);
};

/** A21: the police send their register as one file; good rows come in, bad ones are named. */
const pool = async (police: Api, resource: string): Promise<void> => {
  const file = population();
  const sha256 = createHash("sha256").update(file).digest("hex");
  const file10k = { resource, format: "csv", bytes: file.length, sha256, collectedOn: "2026-11-24" } as const;
  const batch = await step("A21", `归集一个文件：${ROWS}行，其中${BAD}行不符合目录`, async () => {
    const { id } = done(await police.announceBatch(file10k));
    const { url, method, headers } = done(await police.readUpload({ id }));
    const sent = await fetch(url, { method, headers, body: new Uint8Array(file) });
    check("the quarantine takes the file that was announced", sent.status === 200);
    done(await police.submitBatch({ id }));
    const { counts } = await until(
      "the file is taken in",
      async () => {
        const now = done(await police.readBatch({ id }));
        return now.status === "done" ? now : undefined;
      },
      600,
    );
    check(`${counts.good} good, ${counts.bad} bad`, counts.good === ROWS - BAD && counts.bad === BAD);
    return id;
  });
  await step("A18p1", "坏行逐行列出：行号、数据项、原因", async () => {
    const { items, next } = done(await police.listBadRows({ id: batch, limit: 100 }));
    const [first] = items;
    const [problem] = first?.problems ?? [];
    told(`line ${first?.line}, ${problem?.field ?? "the row"}: ${problem?.code}`);
    check("they are listed page by page", items.length > 0 && next !== undefined);
  });
  await step("A18p1", "同一个文件不会归集两次", async () => {
    refused(await police.announceBatch(file10k), "file-sent-already", "A18p1");
  });
};

/** What the story of the exchange goes on with. */
export type Granted = Readonly<{ scenario: string; authorised: string }>;

const DUTY = {
  text: "就业参保登记的身份核验",
  basis: { act: "social-insurance-law", article: "第五十八条" },
} as const;

/** A27, A28: who needs a field asks for it; what a scenario names is granted at once, the rest when both have agreed. */
const request = async ({ as }: City, resource: string): Promise<Granted> => {
  const consumer = as("human-resources.editor");
  const center = as("big-data-center.sharing");
  const asking = (fields: readonly string[], more: Readonly<{ scenario?: string }> = {}) =>
    consumer.requestData({
      wish: {
        resource,
        fields: fields.map((code) => ({ code, plain: false })),
        purpose: "就业参保登记",
        duty: DUTY,
        manner: "request-response",
        perDay: 20,
        days: 90,
        ...more,
      },
    });
  const scenario = await step("A28", "市大数据中心公布应用场景：员工录用一件事", async () => {
    const needs = [{ resource, fields: [{ code: "name", plain: true }], because: "核对姓名" }];
    const { id } = done(
      await center.publishScenario({
        definition: {
          name: "员工录用一件事",
          area: "one-net-services",
          purpose: "就业参保登记",
          needs,
          users: { kind: "level", level: "city" },
          from: "2026-11-24",
          until: "2027-11-23",
        },
      }),
    );
    const granted = done(await asking(["name"], { scenario: id }));
    check("what fits the scenario is granted at once", granted.status === "granted");
    return granted.id;
  });
  const authorised = await step("A27p3", "授权共享：市政府办公厅会同责任部门审核", async () => {
    const asked = done(await asking(["name", "birthDate", "householdAddress", "householdDistrict"]));
    check("it waits for both", asked.status === "under-review");
    const office = as("general-office.sharing");
    const { id } = asked;
    await until("it waits in the General Office's inbox", async () => {
      const { items } = done(await office.listTasks({ limit: 100 }));
      return items.find(({ about }) => about.id === id);
    });
    refused(await office.reviewRequest({ id, decision: "refuse", reason: "不便提供" }), "refusal-without-basis", "A26");
    done(await office.reviewRequest({ id, decision: "agree" }));
    const granted = done(await as("public-security.sharing").reviewRequest({ id, decision: "agree" }));
    check("granted when both have agreed", granted.status === "granted");
    return id;
  });
  return { scenario, authorised };
};

/** From the catalogue to data: a pool fills, and an institution gets what its duty needs. */
export const poolAndShare = async (city: City, resource: string): Promise<Granted> => {
  await pool(city.as("public-security.editor"), resource);
  return request(city, resource);
};
