import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { tasks } from "../../functions/inbox/store.ts";
import { closeTask, type Deps, openTask, tellFlow, untold, useCases } from "../../functions/inbox/use-cases.ts";
import type { Call } from "../../functions/platform/operation.ts";
import { PLATFORM, Principal } from "../../functions/platform/principal.ts";
import { openStore } from "../../functions/platform/store/open.ts";
import { aTable, type TestTable } from "../support/table.ts";

let engine: TestTable;
let completed: { token: string; outcome: string }[] = [];
let deps: Deps;
let record = 0;

beforeAll(async () => {
  engine = await aTable([tasks]);
});
afterAll(() => engine.close());
beforeEach(() => {
  record++;
  completed = [];
  engine.recorder.fault = undefined;
  deps = {
    tasks: openStore(tasks, engine.table),
    now: engine.table.now,
    tell: async (token, outcome) => {
      completed.push({ token, outcome });
    },
  };
});

const about = () => ({ context: "catalog", kind: "resource", id: `r${record}`, step: "review", round: 1 });
const call = (key: string): Call => ({
  by: PLATFORM,
  operation: "test",
  key: `${key}-${record}`,
  digest: key,
  traceId: "t",
});
const open = (token = "t1") =>
  openTask(deps)({ token, about: about(), role: "big-data-center", title: "x" }, call(`open-${token}`));
const decide = () => closeTask(deps)(about(), "published", call("decide"));
const item = async () => {
  const found = await deps.tasks.find(Object.values(about()).join("~"));
  return found.ok ? found.value.now.status : "none";
};

it("the token stands in the item alone, and no longer than it is needed", async () => {
  const rowsWithToken = async () => {
    const { dynamo, name } = engine.table;
    const { Items = [] } = await dynamo.send(new ScanCommand({ TableName: name }));
    // The key of this test's own calls says the token as well: only what is stored of the item counts.
    return Items.filter(({ pk: _, digest: __, ...row }) => JSON.stringify(row).includes("a-secret-token")).map(
      ({ sk }) => sk,
    );
  };
  await open("a-secret-token");
  await open("a-secret-token");
  expect(await rowsWithToken()).toEqual(["now"]);
  await decide();
  expect(completed).toEqual([{ token: "a-secret-token", outcome: "published" }]);
  expect(await rowsWithToken()).toEqual([]);
});

describe("opening and deciding meet in one item", () => {
  const orders = [
    ["open", "decide"],
    ["decide", "open"],
    ["open", "open", "decide", "decide"],
    ["decide", "decide", "open", "open"],
    ["open", "decide", "open", "decide"],
  ];
  it.each(orders.map((order) => ({ order })))("in the order $order the wait is completed and the item done", async ({
    order,
  }) => {
    for (const act of order) await (act === "open" ? open() : decide());
    expect(await item()).toBe("done");
    expect(new Set(completed.map(({ token, outcome }) => `${token} ${outcome}`))).toEqual(new Set(["t1 published"]));
  });

  it("at the same instant, many times: the wait is completed and nothing is lost", async () => {
    await Promise.all(Array.from({ length: 10 }, async (_, at) => (at % 2 === 0 ? again(open) : again(decide))));
    expect(await item()).toBe("done");
    expect(completed.length).toBeGreaterThan(0);
  });

  it("a wait that opens after everything was done is told the decision with its own token", async () => {
    await open();
    await decide();
    await open("t2");
    expect(completed).toContainEqual({ token: "t2", outcome: "published" });
  });
});

/** As the queue or the state machine does: a lost race is tried again. */
const again = async (act: () => Promise<{ ok: boolean }>): Promise<void> => {
  for (let tries = 0; tries < 20; tries++) if ((await act()).ok) return;
  throw new Error("never settled");
};

describe("a crash at any AWS call leaves no wait for ever", () => {
  const scripts = { "open then decide": [open, decide], "decide then open": [decide, open] } as const;
  const points = Object.keys(scripts).flatMap((script) =>
    (["before", "after"] as const).flatMap((when) =>
      [1, 2, 3, 4, 5, 6].map((nth) => ({ script: script as keyof typeof scripts, when, nth })),
    ),
  );
  it.each(points)("$script, crash $when call $nth, then everything comes again", async ({ script, when, nth }) => {
    let calls = 0;
    engine.recorder.fault = (_call, moment) => {
      if (moment === when && ++calls === nth) throw new Error("crash");
    };
    const run = async () => {
      for (const act of scripts[script]) await again(act);
    };
    await run().catch(() => undefined);
    engine.recorder.fault = undefined;
    await run();
    for await (const found of untold(deps)) await tellFlow(deps, found, call(`sweep-${found.version}`));
    expect(await item()).toBe("done");
    expect(completed.length).toBeGreaterThan(0);
  });
});

describe("A47p2: whose items are listed", () => {
  const by = {
    ...PLATFORM,
    kind: "staff",
    roles: ["institution", "big-data-center"],
    institution: "11310000EXAMPL098P",
  };
  const listed = (as?: string) =>
    useCases(deps).listTasks({ ...(as === undefined ? {} : { as }) }, { ...call("list"), by: Principal.parse(by) });

  it("those of a role that the caller's institution plays, and of no other", async () => {
    await open();
    const seen = await listed("big-data-center");
    expect(seen.ok && seen.value.now.items.map(({ id }) => id)).toContain(Object.values(about()).join("~"));
    expect(await listed("general-office")).toMatchObject({
      ok: false,
      refusal: {
        code: "holder-not-yours",
        facts: { field: "/as", yours: expect.arrayContaining(["big-data-center"]) },
      },
    });
  });
});
