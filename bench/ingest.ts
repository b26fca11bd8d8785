import { createHmac } from "node:crypto";
import { aPublished } from "../functions/catalog/contract/example.ts";
import { Resource } from "../functions/catalog/resource/resource.ts";
import { Batch, NO_ROWS } from "../functions/collection/batch/batch.ts";
import { aBatchBeingTakenIn } from "../functions/collection/contract/example.ts";
import { openRecordIds } from "../functions/collection/record/id.ts";
import { readCsv } from "../functions/collection/store/file/csv.ts";
import type { IntakeDeps } from "../functions/collection/use-cases/deps.ts";
import { takeIn } from "../functions/collection/use-cases/take-in.ts";
import { Day, Instant } from "../functions/kernel/day.ts";
import { accept } from "../functions/kernel/outcome.ts";
import { type Row, sizesAsked } from "./row.ts";

const SIZES = [10_000, 100_000];
const TODAY = Day.parse("2026-11-24");
const NOW = Instant.parse("2026-11-24T01:02:03.004Z");
const MB = 1024 * 1024;
/** As the functions make names, with a pepper of the bench's own. */
const peppered = async (text: string) => createHmac("sha256", "pepper").update(text).digest("hex");

/** A school list of so many rows as it streams in, every fiftieth with a name that does not fit. */
async function* rowsOf(count: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from("schoolId,name,phone,openedOn\n");
  for (let at = 0; at < count; at += 500) {
    const lines = Array.from({ length: Math.min(500, count - at) }, (_, n) => {
      const name = (at + n) % 50 === 49 ? "名".repeat(61) : `第${at + n}小学`;
      return `S${at + n},${name},021-6${at + n},2001-09-01\n`;
    });
    yield Buffer.from(lines.join(""));
  }
}

const field = (code: string, name: string, type: "C" | "D", length: number, key = false) => ({
  ...aPublished.inForce.content.items[0],
  ...{ code, name, type, length, key, grade: 1 as const },
});

const published = Resource.parse({
  ...aPublished,
  inForce: {
    ...aPublished.inForce,
    content: {
      ...aPublished.inForce.content,
      items: [
        {
          ...field("schoolId", "学校标识码", "C", 20, true),
          personal: false,
          sensitive: false,
          obtained: { by: "collected" },
          secrecy: "none",
        },
        {
          ...field("name", "学校名称", "C", 60),
          personal: false,
          sensitive: false,
          obtained: { by: "collected" },
          secrecy: "none",
        },
        {
          ...field("phone", "联系电话", "C", 20),
          personal: false,
          sensitive: false,
          obtained: { by: "collected" },
          secrecy: "none",
        },
        {
          ...field("openedOn", "成立日期", "D", 10),
          personal: false,
          sensitive: false,
          obtained: { by: "collected" },
          secrecy: "none",
        },
      ],
    },
  },
});

type Seen = { counts: typeof NO_ROWS; status: string };

/** The step's own work, with a pool that knows no record and forgets at once: what is measured is ours, not a database's. */
const depsOver = (count: number, seen: Seen): IntakeDeps => {
  const batch = Batch.parse({ ...aBatchBeingTakenIn, format: "csv" });
  const deps = {
    batches: {
      find: async () => accept({ now: batch, version: 1 }),
      save: async (after: Batch) => {
        seen.status = after.status;
        seen.counts = after.counts;
        return accept({ now: after, version: 2 });
      },
    },
    intake: {
      known: async () => ({ record: () => undefined, consent: () => undefined }),
      saveRows: async ({ after }: { after: Batch }) => accept({ now: after, version: 2 }),
    },
    catalogue: async () => accept({ ...published, ...("inForce" in published ? published.inForce : {}) }),
    pieces: async () => readCsv(rowsOf(count), { offset: 0, line: 0 }),
    today: () => TODAY,
    now: () => NOW,
    timeIsUp: () => false,
    subjectOf: peppered,
    recordIdOf: openRecordIds(peppered),
  };
  return deps as unknown as IntakeDeps;
};

/** Rows a second through a step of a file's flow, and what it holds in memory meanwhile, at growing sizes. */
export const ingest = async (): Promise<Row[]> => {
  const rows: Row[] = [];
  for (const count of [...SIZES, ...sizesAsked()]) {
    const seen: Seen = { counts: NO_ROWS, status: "" };
    const started = performance.now();
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().heapUsed);
    }, 50);
    await takeIn(depsOver(count, seen))({ record: "bench" });
    clearInterval(watch);
    const seconds = (performance.now() - started) / 1000;
    const { good, bad } = seen.counts;
    const lost = count - good - bad;
    rows.push({
      what: `${count} rows read, held against the catalogue and folded (no database)`,
      ours: `${Math.round(count / seconds)} rows/s, ${seen.status}: ${good} good, ${bad} bad, ${lost} lost`,
      beside: `heap at most ${Math.round(Math.max(most, process.memoryUsage().heapUsed) / MB)} MB`,
      goal: "no row lost; memory does not grow with the file",
      met: lost === 0,
    });
  }
  return rows;
};
