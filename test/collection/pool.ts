import { createHash } from "node:crypto";
import type * as z from "zod";
import type { Item } from "../../functions/catalog/resource/item.ts";
import { contract } from "../../functions/collection/contract.ts";
import { governingOver } from "../../functions/collection/opened/governing.ts";
import { depsOver } from "../../functions/collection/opened.ts";
import { openRecordIds } from "../../functions/collection/record/id.ts";
import { type Binding, type Item as Graded, type Terms, termsOf } from "../../functions/collection/row/terms.ts";
import { readCsv } from "../../functions/collection/store/file/csv.ts";
import { readJsonLines } from "../../functions/collection/store/file/jsonl.ts";
import { fileOf } from "../../functions/collection/store/uploads.ts";
import { stores } from "../../functions/collection/store.ts";
import type { Deps, IntakeDeps, ReceivingDeps } from "../../functions/collection/use-cases/deps.ts";
import type { Governing } from "../../functions/collection/use-cases/governing.ts";
import { receivingUseCases } from "../../functions/collection/use-cases/receiving.ts";
import { useCases } from "../../functions/collection/use-cases.ts";
import type { Access } from "../../functions/evidence/index.ts";
import { CreditCode } from "../../functions/kernel/credit-code.ts";
import { Day } from "../../functions/kernel/day.ts";
import { accept, type Outcome, refuse } from "../../functions/kernel/outcome.ts";
import type { Answer, Call } from "../../functions/platform/operation.ts";
import { Principal } from "../../functions/platform/principal.ts";
import { openUploads } from "../../functions/platform/uploads.ts";
import { aContent, anItem, calendar, theCenter, theDepartment, theDistrict } from "../catalog/catalogue.ts";
import { content } from "../catalog/states.ts";
import { aTable } from "../support/table.ts";

export const A_RESOURCE = "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d11";
export const DEPARTMENT = CreditCode.parse("11310000EXAMPL098P");
export const ANOTHER = CreditCode.parse("11310000EXAMPL1198");
export const day = (text: string): Day => Day.parse(text);

/** An item of the graded catalogue: a text of twenty characters unless the test says otherwise. */
export const item = (change: Partial<z.input<typeof Item>> = {}): Graded => ({ ...anItem(change) }) as Graded;

const KEY = item({ code: "schoolId", name: "学校标识码", length: 20, key: true });

/** A resource in force, with its key and these items more. */
export const binding = (items: readonly Graded[] = [item()], change: Parameters<typeof aContent>[0] = {}): Binding => ({
  id: A_RESOURCE,
  compiledBy: DEPARTMENT,
  edition: 1,
  content: { ...content(aContent(change)), items: [KEY, ...items] } as unknown as Binding["content"],
});

export const terms = (...about: Parameters<typeof binding>): Terms => termsOf(binding(...about));

const staff = (id: string, institution: string, more: Partial<z.input<typeof Principal>> = {}): Principal =>
  Principal.parse({ kind: "staff", id, institution, roles: ["institution"], posts: [], ...more });

export const theProvider = theDepartment;
export const anotherBody = staff("another", ANOTHER);
export const theAuthority = theDistrict;
/** A body of Yangpu, whose authority is `theAuthority`. */
export const aDistrictBody = staff("in-yangpu", DEPARTMENT, { level: "district", district: "310110" });
export { theCenter };

export const sha256Of = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

/** What governing is told; the ledger and the calendar are the test's. */
const GOVERNED = {
  EVIDENCE_TABLE: "evidence",
  VERIFICATION: { workingDays: 10, basis: "参照《政务数据共享条例》第二十六条" },
  MENDING: { workingDays: 10, basis: "参照《政务数据共享条例》第二十六条" },
};

/** The context over a real table; its catalogue says what the test says, its uploads are those of the test. */
export const aPool = async () => {
  const engine = await aTable(stores);
  let force: Binding | undefined = binding();
  const others = new Map<string, Binding>();
  let today = day("2026-11-24");
  let keys = 0;
  const files = new Map<string, Uint8Array>();
  const ledger: { accesses: Access[]; fails: boolean } = { accesses: [], fails: false };
  const peppered = async (text: string) => sha256Of(`pepper${text}`);
  const bucket = { address: "https://uploads.example.org", region: "cn-north-1", by: engine.recorder };
  const over = {
    ...depsOver(engine.table, { catalog: "catalog", institutions: "table" }),
    subjectOf: peppered,
    recordIdOf: openRecordIds(peppered),
    addressFor: openUploads(bucket, engine.table.now, fileOf).addressFor,
  };
  const deps: ReceivingDeps & IntakeDeps & Governing = {
    ...governingOver(engine.table, { reference: "reference", settings: GOVERNED }, over),
    ...over,
    calendar: async () => calendar,
    account: async (accesses) => {
      if (ledger.fails) throw new Error("the ledger is out of reach");
      ledger.accesses.push(...accesses);
    },
    today: () => today,
    timeIsUp: () => false,
    catalogue: async (id) => {
      const found = force?.id === id ? force : others.get(id);
      return found === undefined
        ? refuse("record-unknown", { id })
        : accept(found as unknown as Extract<Awaited<ReturnType<Deps["catalogue"]>>, { ok: true }>["value"]);
    },
    sent: async ({ id }) => {
      const file = files.get(id);
      return file === undefined ? undefined : { bytes: file.length, sha256: sha256Of(file) };
    },
    pieces: async (batch, from) => {
      const file = files.get(batch.id);
      if (file === undefined) return undefined;
      const read = batch.format === "csv" ? readCsv : readJsonLines;
      return read(inChunks(file.subarray(from.offset), 64 * 1024), from);
    },
  };
  const cases = { ...useCases(deps), ...receivingUseCases(deps) };
  const call = (by: Principal, operation: string, more: Partial<Call> = {}): Call => {
    const key = `key-${++keys}`;
    return { by, operation, key, digest: key, traceId: "trace", ...more };
  };
  /** Performs one operation as somebody. */
  const as =
    (by: Principal) =>
    <K extends keyof typeof contract>(
      name: K,
      takes: z.input<(typeof contract)[K]["takes"]>,
      more: Partial<Call> = {},
    ): ReturnType<(typeof cases)[K]> => {
      engine.recorder.start();
      const act = cases[name] as (takes: unknown, call: Call) => ReturnType<(typeof cases)[K]>;
      return act(contract[name].takes.parse(takes), call(by, name, more));
    };

  /** A file on its way: announced, sent, submitted. */
  const submitted = async (file: Uint8Array, format: "csv" | "jsonl" = "csv", by: Principal = theProvider) => {
    const about = {
      resource: A_RESOURCE,
      format,
      bytes: file.length,
      sha256: sha256Of(file),
      collectedOn: "2026-11-20",
    };
    const { id } = value(await as(by)("announceBatch", about));
    files.set(id, file);
    value(await as(by)("submitBatch", { id }));
    return id;
  };

  return {
    ...engine,
    deps,
    as,
    files,
    /** Accesses that were put on record; it can be made to fail. */
    ledger,
    submitted,
    /** What the catalogue has in force from now on; nothing if the resource has retired. */
    setForce: (changed: Binding | undefined) => {
      force = changed;
    },
    /** Other resources that the catalogue has in force. */
    others,
    setDay: (text: string) => {
      today = day(text);
    },
    batch: async (id: string) => {
      const found = await deps.batches.find(id);
      if (!found.ok) throw new Error(id);
      return found.value.now;
    },
    calls: () => engine.recorder.calls.map(({ operation }) => operation),
  };
};
export type Pool = Awaited<ReturnType<typeof aPool>>;

export const value = <T>(did: Outcome<Answer<T>>): T => {
  if (!did.ok) throw new Error(JSON.stringify(did.refusal));
  return did.value.now;
};

export const refusal = (did: Outcome<unknown>) =>
  did.ok ? "accepted" : { code: did.refusal.code, cites: did.refusal.cites, facts: did.refusal.facts };

/** A file as it streams in, in chunks of so many bytes. */
export async function* inChunks(file: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size);
}
