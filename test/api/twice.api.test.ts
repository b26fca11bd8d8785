import { newId } from "../../functions/platform/id.ts";
import { aHolder } from "../identity/support.ts";
import { aCity, type City } from "../support/city.ts";
import { aNoticeFor2027 } from "../support/notice.ts";
import { type Caller, callerOf, type Person } from "./caller.ts";
import { forAll } from "./for-all.ts";
import type { Answer } from "./http.ts";
import { operationOf, problemOf } from "./operations.ts";
import { rowCounter } from "./rows.ts";

let city: City;
let caller: Caller;

beforeAll(async () => {
  city = await aCity();
  caller = callerOf(city);
});

afterEach(() => {
  expect(caller.complaints()).toEqual([]);
});

const PAIRS = 50;

const EDITOR = "education.editor";
const REVIEWER = "big-data-center.reviewer";
const { content } = operationOf("draftResource").example.takes as { content: object };
let made = 0;
const aContent = () => ({ ...content, name: `名录${++made}` });
const done = <T extends { id: string } = { id: string }>(answer: Answer): T => {
  if (answer.status >= 400) throw new Error(answer.text);
  return JSON.parse(answer.text) as T;
};

const drafted = async () => done(await caller.call("draftResource", { content: aContent() }, EDITOR)).id;
const reviewed = async () => {
  const id = await drafted();
  done(await caller.call("reviewSecrecy", { id, outcome: "cleared" }, "education.secrecy"));
  return id;
};
const submitted = async () => {
  const id = await reviewed();
  done(await caller.call("submitResource", { id }, EDITOR));
  return id;
};

const taskOf = (id: string) => `catalog~resource~${id}~review~1`;

const numbers = Array.from({ length: PAIRS }, (_, at) => at);

type Command = Readonly<{ name: string; takes: object; by: Person }>;

/** Sends each command twice at the same instant under one key; both get one answer, and one of them is the repeat. */
const twice = async (commands: readonly Command[]): Promise<readonly Answer[]> => {
  const pairs = await forAll(commands, async ({ name, takes, by }) => {
    const key = newId();
    return Promise.all([caller.call(name, takes, by, { key }), caller.call(name, takes, by, { key })]);
  });
  const said = pairs.map(([one, other]) => ({
    ok: one.status < 300 && one.status === other.status,
    equal: one.text === other.text,
    versions: one.headers["etag"] === other.headers["etag"],
    repeats: [one, other].filter(({ headers }) => headers["idempotency-replayed"] === "true").length,
  }));
  expect(said).toEqual(commands.map(() => ({ ok: true, equal: true, versions: true, repeats: 1 })));
  return pairs.map(([one]) => one);
};

/** How many rows all that adds to the context's table: the events of a record are its history. */
const rowsAddedBy = async (context: string, act: () => Promise<unknown>): Promise<number> => {
  await city.cloud.settle();
  const rows = rowCounter(city.cloud, context);
  const before = await rows.count();
  await act();
  const after = await rows.count();
  rows.close();
  return after - before;
};
const historyOf = async (id: string): Promise<string[]> => {
  const { text } = await caller.call("readResourceHistory", { id }, EDITOR);
  return (JSON.parse(text).items as { type: string }[]).map(({ type }) => type);
};

describe(`${PAIRS} pairs of one command, sent at the same instant, have one effect and one answer`, () => {
  /** Resources that go the whole way, every step of it twice. */
  let ids: string[] = [];
  const oneEach = async (type: string): Promise<void> => {
    const histories = await forAll(ids, historyOf);
    expect(histories.map((types) => types.filter((it) => it === type).length)).toEqual(ids.map(() => 1));
  };

  it("draftResource", async () => {
    const commands = numbers.map(() => ({ name: "draftResource", takes: { content: aContent() }, by: EDITOR }));
    const added = await rowsAddedBy("catalog", async () => {
      ids = (await twice(commands)).map((answer) => done(answer).id);
    });
    // State, event, key, and the claim of its code.
    expect([added, new Set(ids).size]).toEqual([PAIRS * 4, PAIRS]);
  });

  it("submitResource", async () => {
    await forAll(ids, (id) => caller.call("reviewSecrecy", { id, outcome: "cleared" }, "education.secrecy"));
    await twice(ids.map((id) => ({ name: "submitResource", takes: { id }, by: EDITOR })));
    await oneEach("catalog.resource-submitted.v1");
  });

  it("takeTask", async () => {
    await city.cloud.settle();
    const commands = ids.map((id) => ({ name: "takeTask", takes: { id: taskOf(id) }, by: REVIEWER }));
    // The item is there already: an event and the key.
    expect(await rowsAddedBy("inbox", () => twice(commands))).toBe(PAIRS * 2);
  });

  it("reviewResource", async () => {
    await twice(ids.map((id) => ({ name: "reviewResource", takes: { id, decision: "publish" }, by: REVIEWER })));
    await oneEach("catalog.resource-published.v1");
  });

  it("registerClient", async () => {
    const keys = await Promise.all(numbers.map(() => aHolder()));
    const commands = keys.map(({ jwk }, at) => ({
      name: "registerClient",
      takes: { name: `系统${at}`, purposes: ["查询目录"], jwk },
      by: "education.registrar",
    }));
    // State, event, key, and the claim of its public key.
    expect(await rowsAddedBy("identity", () => twice(commands))).toBe(PAIRS * 4);
  });

  it("proposeNotice, and one confirmation", async () => {
    const commands = numbers.map((at) => ({
      name: "proposeNotice",
      takes: { ...aNoticeFor2027, title: `通知${at}` },
      by: "general-office.calendar",
    }));
    expect(await rowsAddedBy("reference", () => twice(commands))).toBe(PAIRS * 3);
    const { items } = JSON.parse((await caller.call("listNotices", { limit: 100 }, EDITOR)).text);
    expect(items).toHaveLength(PAIRS);
    const confirm = { name: "confirmNotice", takes: { id: items[0].id }, by: "general-office.calendar-2" };
    // The notice and the calendar with an event each, but their states are there already; and the key.
    expect(await rowsAddedBy("reference", () => twice([confirm]))).toBe(3);
  });

  it("appointStaff", async () => {
    const { content } = operationOf("draftResource").example.takes as { content: { provider: { code: string } } };
    const commands = numbers.map((at) => ({
      name: "appointStaff",
      takes: {
        ...(operationOf("appointStaff").example.takes as object),
        id: content.provider.code,
        person: `new-${at}`,
      },
      by: "education.registrar",
    }));
    expect(await rowsAddedBy("institutions", () => twice(commands))).toBe(PAIRS * 3);
  });
});

describe("two different decisions at the same instant", () => {
  it("A17(2): one wins and the other is refused; the item closes and the flow ends", async () => {
    const ids = await forAll(numbers.slice(0, 10), submitted);
    await city.cloud.settle();
    const won = await forAll(ids, async (id) => {
      const reasons = [{ field: "/abstract", mend: "请补充" }];
      const both = await Promise.all([
        caller.call("reviewResource", { id, decision: "publish" }, REVIEWER),
        caller.call("reviewResource", { id, decision: "return", reasons }, "big-data-center.reviewer-2"),
      ]);
      const winners = both.filter(({ status }) => status === 200);
      const refused = both.filter(({ status }) => status === 409).map((answer) => problemOf(answer).code);
      expect([winners.length, refused.length]).toEqual([1, 1]);
      expect(["record-changed-meanwhile", "resource-not-under-review"]).toContain(refused[0]);
      return done<{ id: string; status: string }>(winners[0] ?? both[0]).status;
    });
    await city.cloud.settle();
    const tasks = await forAll(ids, async (id) => {
      const { text } = await caller.call("readTask", { id: taskOf(id) }, REVIEWER);
      const { status, outcome } = JSON.parse(text);
      return [status, outcome];
    });
    expect(tasks).toEqual(won.map((outcome) => ["done", outcome]));
  });
});
