import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import { aPublished } from "../functions/catalog/contract/example.ts";
import { Resource } from "../functions/catalog/resource/resource.ts";
import { type Posting, postingsOf, termKey } from "../functions/catalog/search/postings.ts";
import { planOf, type Wish } from "../functions/catalog/search/query.ts";
import { searchPostings } from "../functions/catalog/store/search.ts";
import type { Table } from "../functions/platform/store/open.ts";
import { aTable } from "../test/support/table.ts";
import { median, type Row, timed } from "./row.ts";

const SIZES = [1_000, 10_000, 100_000];
const ROUNDS = 40;

/** What is asked: a word that a tenth of the catalogue has, one that few have, two at once, and browsing by facet. */
const WISHES: readonly Wish[] = [
  { text: "学校名录", facets: {} },
  { text: "卫生许可", facets: {} },
  { text: "企业 登记", facets: { sharing: "unconditional" } },
  { facets: { opening: "unconditional" } },
];

const SUBJECTS = [
  "中小学校名录",
  "公共场所卫生许可",
  "企业登记档案",
  "道路停车泊位",
  "养老机构服务",
  "河道水质监测",
  "建设工程验收",
  "图书馆馆藏",
  "绿地养护记录",
  "社区文化活动",
];

const entry = (at: number) => {
  const name = `${SUBJECTS[at % SUBJECTS.length]}第${at}号`;
  const id = `0199b2c4-7a10-7cc0-8a55-${String(at).padStart(12, "0")}`;
  const inForce = { ...aPublished.inForce, content: { ...aPublished.inForce.content, name } };
  return Resource.parse({ ...aPublished, id, inForce });
};

/** P6: what a search costs as the catalogue grows: reads are counted, times are of one run on one machine. */
export const search = async (): Promise<Row[]> => {
  const folder = mkdtempSync(join(tmpdir(), "onenet-search-"));
  const engine = await aTable([], folder);
  // The rows of a term stand alone under its key: only the terms that the queries read are filled, so that the
  // largest catalogue loads in minutes. Rows of other terms are never touched by these queries.
  const read = new Set(WISHES.map((wish) => termKey(planOf(wish).term)));
  const measured: { size: number; p50: number; reads: number; bytes: number }[] = [];
  try {
    let filled = 0;
    for (const size of SIZES) {
      await fill(engine.table, filled, size, read);
      filled = size;
      const times: number[] = [];
      engine.recorder.start();
      let bytes = 0;
      for (let round = 0; round < ROUNDS; round++) {
        for (const wish of WISHES) {
          times.push(
            await timed(async () => {
              const found = await searchPostings(engine.table, wish);
              if (!found.ok || found.value.items.length === 0)
                throw new Error(`Nothing found for ${JSON.stringify(wish)}.`);
              bytes = Math.max(bytes, Buffer.byteLength(JSON.stringify(found.value)));
            }),
          );
        }
      }
      measured.push({ size, p50: median(times), reads: engine.recorder.calls.length / times.length, bytes });
    }
  } finally {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
  const [smallest, largest] = [measured[0], measured.at(-1)];
  if (smallest === undefined || largest === undefined) throw new Error("Nothing was measured.");
  const growth = largest.p50 / smallest.p50;
  return [
    ...measured.map(({ size, p50, reads, bytes }) => ({
      what: `search among ${size.toLocaleString("en")} entries`,
      ours: `p50 ${p50.toFixed(1)} ms, ${reads} storage reads, answer at most ${Math.round(bytes / 1000)} KB`,
      beside: "PostgreSQL ranked grew 115 × from 10k to 1M",
      goal: "1 read at every size",
      met: reads === 1,
    })),
    {
      what: "search: p50 at 100k ÷ p50 at 1k",
      ours: `${growth.toFixed(2)} ×`,
      beside: "1.0 × would be flat",
      goal: "at most 1.5 ×",
      met: growth <= 1.5,
    },
  ];
};

const BATCH = 25;
const AT_ONCE = 12;

const fill = async ({ dynamo, name }: Table, from: number, to: number, read: ReadonlySet<string>): Promise<void> => {
  let at = from;
  const worker = async () => {
    let rows: Posting[] = [];
    const flush = async (atLeast: number) => {
      while (rows.length >= atLeast && rows.length > 0) {
        const batch = rows.splice(0, BATCH);
        await dynamo.send(
          new BatchWriteCommand({ RequestItems: { [name]: batch.map((Item) => ({ PutRequest: { Item } })) } }),
        );
      }
    };
    while (at < to) {
      rows = [...rows, ...postingsOf(entry(at++)).filter(({ pk }) => read.has(pk))];
      await flush(BATCH);
    }
    await flush(1);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
};
