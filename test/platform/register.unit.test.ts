import * as z from "zod";
import { Day } from "../../functions/kernel/day.ts";
import { accept, type Outcome, refuse } from "../../functions/kernel/outcome.ts";
import type { AnyOperation, Call } from "../../functions/platform/operation.ts";
import { register } from "../../functions/platform/register.ts";
import { openStore } from "../../functions/platform/store/open.ts";
import { aTable, type TestTable } from "../support/table.ts";
import { aCall, codeOf, granted, theGrower } from "./orchard.ts";

const Tool = z.object({ code: z.string(), name: z.string(), kind: z.enum(["spade", "shears"]) });
type Tool = z.infer<typeof Tool>;

const tools = register({
  context: "apples",
  name: "tool",
  path: "/apples/tools",
  says: { zh: "工具", en: "a tool" },
  cites: ["A6"],
  entry: Tool,
  id: ({ code }) => code,
  group: ({ kind }) => kind,
  keeper: { who: ["institution"], post: "registrar" },
  bar: ({ name }, { by }): Outcome<unknown, "not-a-tool"> =>
    name === "banana" || by.id === "south" ? refuse("not-a-tool", { name }, ["A6"]) : accept(undefined),
  refusals: { "not-a-tool": { status: 422, zh: "不是工具", en: "Not a tool" } },
  example: { code: "T-1", name: "Spade", kind: "spade" },
});

let engine: TestTable;
let today = Day.parse("2026-11-24");
let acts: ReturnType<typeof tools.useCases>;
let nth = 0;

beforeAll(async () => {
  engine = await aTable([tools.store]);
  acts = tools.useCases({ entries: openStore(tools.store, engine.table), today: () => today });
});
afterAll(() => engine.close());
beforeEach(() => {
  nth++;
  today = Day.parse("2026-11-24");
});

let calls = 0;
const call = (more: Partial<Call> = {}) => aCall({ key: `key-${++calls}`, digest: `digest-${calls}`, ...more });
const aTool = (more: Partial<Tool> = {}): Tool => ({ code: `T-${nth}`, name: "Spade", kind: "spade", ...more });
const code = () => aTool().code;
const history = async () => granted(await openStore(tools.store, engine.table).history(code())).items;

describe("a register", () => {
  it("records an entry on the day it is recorded", async () => {
    expect(granted(await acts.record({ entry: aTool() }, call()))).toEqual({
      now: { id: code(), status: "in-force", entry: aTool(), recordedOn: "2026-11-24" },
      version: 1,
    });
    expect(granted(await acts.read({ id: code() })).now.entry).toEqual(aTool());
    expect(await history()).toMatchObject([{ type: "apples.tool-recorded.v1", by: "north" }]);
  });

  it("has one entry of a key: another is refused by name, a repeat is not another", async () => {
    const first = call();
    granted(await acts.record({ entry: aTool() }, first));
    expect(await acts.record({ entry: aTool({ name: "Shovel" }) }, call())).toMatchObject({
      refusal: { code: "entry-exists", facts: { field: "/entry", id: code() } },
    });
    expect(granted(await acts.record({ entry: aTool() }, first))).toMatchObject({ replayed: true, version: 1 });
  });

  it("amends an entry with its reason, and keeps the day on which it was first recorded", async () => {
    granted(await acts.record({ entry: aTool() }, call()));
    today = Day.parse("2026-11-25");
    const amended = await acts.amend({ id: code(), entry: aTool({ name: "Shovel" }), because: "renamed" }, call());
    expect(granted(amended)).toEqual({
      now: {
        id: code(),
        status: "in-force",
        entry: aTool({ name: "Shovel" }),
        recordedOn: "2026-11-24",
        amendedOn: "2026-11-25",
        because: "renamed",
      },
      version: 2,
    });
  });

  it("withdraws an entry, which stays to be read and is changed no more", async () => {
    granted(await acts.record({ entry: aTool() }, call()));
    const withdrawn = granted(await acts.withdraw({ id: code(), because: "broken" }, call()));
    expect(withdrawn.now).toMatchObject({ status: "withdrawn", withdrawnOn: "2026-11-24", because: "broken" });
    expect(granted(await acts.read({ id: code() })).now.status).toBe("withdrawn");
    expect(codeOf(await acts.withdraw({ id: code(), because: "again" }, call()))).toBe("entry-withdrawn");
    expect(codeOf(await acts.amend({ id: code(), entry: aTool(), because: "x" }, call()))).toBe("entry-withdrawn");
    expect((await history()).map(({ type }) => type)).toEqual(["apples.tool-recorded.v1", "apples.tool-withdrawn.v1"]);
  });

  it("does not let an entry take another one's key", async () => {
    granted(await acts.record({ entry: aTool() }, call()));
    const moved = await acts.amend({ id: code(), entry: aTool({ code: "T-other" }), because: "x" }, call());
    expect(moved).toMatchObject({ refusal: { code: "entry-exists", facts: { id: "T-other" } } });
  });

  it("asks its bar before each act: what is written, and by whom", async () => {
    const south = { by: { ...theGrower, id: "south" } };
    expect(codeOf(await acts.record({ entry: aTool({ name: "banana" }) }, call()))).toBe("not-a-tool");
    expect(codeOf(await acts.read({ id: code() }))).toBe("record-unknown");
    granted(await acts.record({ entry: aTool() }, call()));
    const entry = aTool({ name: "banana" });
    expect(codeOf(await acts.amend({ id: code(), entry, because: "x" }, call()))).toBe("not-a-tool");
    expect(codeOf(await acts.withdraw({ id: code(), because: "x" }, call(south)))).toBe("not-a-tool");
    expect(await history()).toHaveLength(1);
  });

  it("knows nothing of an entry that nobody recorded", async () => {
    expect(codeOf(await acts.read({ id: code() }))).toBe("record-unknown");
    expect(codeOf(await acts.amend({ id: code(), entry: aTool(), because: "x" }, call()))).toBe("record-unknown");
    expect(codeOf(await acts.withdraw({ id: code(), because: "x" }, call()))).toBe("record-unknown");
  });

  it("changes only the version that the keeper has seen", async () => {
    granted(await acts.record({ entry: aTool() }, call()));
    const stale = call({ ifMatch: 7 });
    expect(codeOf(await acts.amend({ id: code(), entry: aTool(), because: "x" }, stale))).toBe(
      "record-changed-meanwhile",
    );
    expect(codeOf(await acts.withdraw({ id: code(), because: "x" }, stale))).toBe("record-changed-meanwhile");
  });

  it("lists a group page by page, in the order of keys; an amended entry moves with its group", async () => {
    const codes = Array.from({ length: 5 }, (_, at) => `L-${nth}-${at}`);
    for (const each of codes) granted(await acts.record({ entry: aTool({ code: each, kind: "shears" }) }, call()));
    const listed: string[] = [];
    let cursor: string | undefined;
    do {
      const page = granted(await acts.list({ group: "shears", limit: 2, ...(cursor === undefined ? {} : { cursor }) }));
      listed.push(...page.now.items.map(({ id }) => id));
      cursor = page.now.next;
    } while (cursor !== undefined);
    expect(listed).toEqual(codes);
    const [first = ""] = codes;
    granted(await acts.amend({ id: first, entry: aTool({ code: first, kind: "spade" }), because: "x" }, call()));
    expect(granted(await acts.list({ group: "shears" })).now.items.map(({ id }) => id)).toEqual(codes.slice(1));
  });

  it("lists all of them when no group is named", async () => {
    const spade = aTool({ code: `A-${nth}-1` });
    const shears = aTool({ code: `A-${nth}-2`, kind: "shears" });
    for (const entry of [spade, shears]) granted(await acts.record({ entry }, call()));
    const listed = granted(await acts.list({})).now.items.map(({ id }) => id);
    expect(listed).toEqual(expect.arrayContaining([spade.code, shears.code]));
    expect(listed).toEqual([...listed].sort());
    expect(granted(await acts.list({ group: "hammers" })).now.items).toEqual([]);
  });

  it("refuses a cursor of another group", async () => {
    for (const each of ["a", "b"]) granted(await acts.record({ entry: aTool({ code: `C-${nth}-${each}` }) }, call()));
    const { next = "" } = granted(await acts.list({ group: "spade", limit: 1 })).now;
    expect(codeOf(await acts.list({ group: "shears", cursor: next }))).toBe("cursor-invalid");
  });
});

describe("the operations of a register", () => {
  const { contract } = tools;

  it("are five, of which its keeper alone does three, holding the post", () => {
    const doors = Object.entries<AnyOperation>(contract).map(([name, { method, path, who, post }]) => ({
      name,
      route: `${method} ${path}`,
      who,
      post,
    }));
    const keeper = { who: ["institution"], post: "registrar" };
    expect(doors).toEqual([
      { name: "record", route: "POST /apples/tools", ...keeper },
      { name: "amend", route: "PUT /apples/tools/{id}", ...keeper },
      { name: "withdraw", route: "POST /apples/tools/{id}/withdrawal", ...keeper },
      { name: "read", route: "GET /apples/tools/{id}", who: "everyone", post: undefined },
      { name: "list", route: "GET /apples/tools", who: "everyone", post: undefined },
    ]);
  });

  it.each(
    Object.entries<AnyOperation>(contract).map(([name, operation]) => ({ name, operation })),
  )("$name: its example is what it takes and gives, and it says in both languages what it does", ({ operation }) => {
    operation.takes.parse(operation.example.takes);
    operation.gives.parse(operation.example.gives);
    expect(operation.says.zh).toContain("工具");
    expect(operation.says.en).toContain("a tool");
    expect(operation.cites).toEqual(["A6"]);
  });

  it("list every refusal that its use cases give", () => {
    const codes = Object.entries<AnyOperation>(contract).map(([name, { refusals }]) => [
      name,
      Object.keys(refusals).sort(),
    ]);
    const command = ["idempotency-key-reused", "not-a-tool", "record-changed-meanwhile"];
    expect(Object.fromEntries(codes)).toEqual({
      record: [...command, "entry-exists"].sort(),
      amend: [...command, "entry-exists", "entry-withdrawn", "record-unknown"].sort(),
      withdraw: [...command, "entry-withdrawn", "record-unknown"].sort(),
      read: ["record-unknown"],
      list: ["cursor-invalid"],
    });
  });

  it("refuse an entry that is not one, and a reason that is none", () => {
    expect(contract.record.takes.safeParse({ entry: { ...aTool(), kind: "banana" } }).success).toBe(false);
    expect(contract.withdraw.takes.safeParse({ id: "T-1", because: "   " }).success).toBe(false);
    expect(contract.withdraw.takes.safeParse({ id: "", because: "broken" }).success).toBe(false);
  });
});
