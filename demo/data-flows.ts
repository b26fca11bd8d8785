import { createHash } from "node:crypto";
import { residentCheckCharacter } from "../functions/kernel/resident-id.ts";
import { numberOf } from "../local/seed/people.ts";
import { type Api, aSystem, type City } from "./callers.ts";
import type { Reread } from "./objections.ts";
import { check, done, refused, step, told, until } from "./story.ts";

const ROWS = 10_000;
const BAD = 200;

/** The number of somebody who is nobody: no province has such a district. */
const nobody = (at: number): string => {
  const digits = `319999195001${String(1 + Math.floor(at / 1000)).padStart(2, "0")}${String(at % 1000).padStart(3, "0")}`;
  return `${digits}${residentCheckCharacter(digits)}`;
};

/** A file of the population register: people who are nobody, and every fiftieth row not as the catalogue has it. */
const population = (): Buffer => {
  const header = "idNumber,name,sex,birthDate,householdAddress,householdDistrict";
  const rows = Array.from({ length: ROWS }, (_, at) => {
    const number = at === 0 ? numberOf("lin") : nobody(at);
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
    const { items, next } = done(await police.listBadRows({ id: batch, limit: 5 }));
    const [first] = items;
    const [problem] = first?.problems ?? [];
    told(`line ${first?.line}, ${problem?.field ?? "the row"}: ${problem?.code}`);
    check("they are listed page by page", items.length > 0 && next !== undefined);
  });
  await step("A18p1", "同一个文件不会归集两次", async () => {
    refused(await police.announceBatch(file10k), "file-sent-already", "A18p1");
  });
};

/** The grants that the exchange goes on with. */
type Granted = Readonly<{ scenario: string; authorised: string }>;

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

/** A25: a system gets exactly what was granted, by request and response; every access is on record, every refusal says why. */
const exchange = async (
  { as, url }: City,
  now: () => number,
  { resource, another }: Resources,
  { scenario, authorised }: Granted,
): Promise<Reread> => {
  const system = await aSystem(now);
  const { id: client } = done(
    await as("human-resources.registrar").registerClient({
      name: "就业参保系统",
      purposes: ["就业参保登记"],
      jwk: system.jwk,
    }),
  );
  const bound = (grant: string) => system.signedIn(url, client, grant);
  const keys = [{ idNumber: numberOf("lin") }];
  await step("A25", "交换：凭绑定授权的令牌，只得到授权的信息项，按级脱敏", async () => {
    const { records, receipt } = done(await (await bound(authorised)).exchangeRecords({ resource, keys }));
    const [first] = records;
    if (first === undefined || !("values" in first)) throw new Error("The record is not there.");
    told(JSON.stringify(first.values));
    check(`masked: ${first.masked.join(", ")}; receipt ${receipt}`, first.masked.includes("householdAddress"));
  });
  await step("A28", "场景授权只得到场景的信息项", async () => {
    const { records } = done(await (await bound(scenario)).exchangeRecords({ resource, keys }));
    const [first] = records;
    const fields = first !== undefined && "values" in first ? Object.keys(first.values) : [];
    check(`the fields are ${fields.join(", ")}`, fields.length === 1 && fields[0] === "name");
  });
  await step("A26p2", "链条断在哪一环，就说哪一环", async () => {
    const unbound = await system.signedIn(url, client);
    refused(await unbound.exchangeRecords({ resource, keys }), "token-not-bound-to-a-grant");
    const by = await bound(authorised);
    refused(await by.exchangeRecords({ resource: another, keys }), "grant-of-another-resource");
    refused(await by.exchangeRecords({ resource, keys, fields: ["sex"] }), "field-not-granted");
    refused(await by.exchangeRecords({ resource, keys: [{ name: "居民0" }] }), "key-not-of-its-resource");
    const many = Array.from({ length: 20 }, (_, at) => ({ idNumber: nobody(at + 2) }));
    refused(await by.exchangeRecords({ resource, keys: many }), "quota-used-up");
    const center = as("big-data-center.sharing");
    done(await center.suspendGrant({ id: authorised, ground: "used-for-another-purpose", reason: "核查用途" }));
    refused(await by.exchangeRecords({ resource, keys }), "grant-suspended", "A26p2");
    done(await center.resumeGrant({ id: authorised }));
    const old = await bound(scenario);
    done(await as("human-resources.editor").giveBackGrant({ id: scenario, reason: "职责已调整" }));
    refused(await old.exchangeRecords({ resource, keys }), "grant-revoked");
  });
  await step("A24p2", "被采集人查看谁在何时、为何用了自己的数据", async () => {
    const { items } = done(await as("person.lin").listMyAccesses({}));
    for (const { at, purpose, fields } of items) told(`${at} ${purpose}: ${fields.join(", ")}`);
    check("both answers are on record, and none of the refused", items.length === 2);
  });
  return async () => {
    const { records } = done(await (await bound(authorised)).exchangeRecords({ resource, keys }));
    const [first] = records;
    if (first === undefined || !("values" in first)) throw new Error("The record is not there.");
    return first;
  };
};

type Resources = Readonly<{ resource: string; another: string }>;

/** From the catalogue to data: a pool fills, an institution gets what its duty needs, and nothing else. */
export const poolAndShare = async (
  city: City,
  now: () => number,
  resources: Resources,
): Promise<Readonly<{ grant: string; reread: Reread }>> => {
  await pool(city.as("public-security.editor"), resources.resource);
  const granted = await request(city, resources.resource);
  return { grant: granted.authorised, reread: await exchange(city, now, resources, granted) };
};
