import * as z from "zod";
import { Settings } from "../../functions/catalog/settings.ts";
import { contract } from "../../functions/inbox/contract.ts";
import type { TaskEvent } from "../../functions/inbox/events.ts";
import type { Tasks } from "../../functions/inbox/store.ts";
import type { Task } from "../../functions/inbox/task.ts";
import type { Calendar } from "../../functions/kernel/calendar.ts";
import { clock } from "../../functions/kernel/clock.ts";
import type { Day } from "../../functions/kernel/day.ts";
import { accept, type Outcome, refuse } from "../../functions/kernel/outcome.ts";
import { bar, pass } from "../../functions/kernel/rule.ts";
import type { Client } from "../../functions/platform/client.ts";
import { type Call, operation, type UseCase, type UseCases } from "../../functions/platform/operation.ts";
import { serve } from "../../functions/platform/serve.ts";
import { readSettings } from "../../functions/platform/settings.ts";
import { declareStore } from "../../functions/platform/store/declare.ts";
import type { Found } from "../../functions/platform/store/open.ts";
import type { SettingsOf } from "../../infra/context.ts";
import type { ActKey } from "../../law/acts.ts";
import type { Article, Citation, Context } from "../../law/articles.ts";
import { textOf } from "./files.ts";

/** What the mistakes below need; nothing of it runs. */
type Given = Readonly<{
  call: Call;
  calendar: Calendar;
  day: Day;
  found: Found<Task>;
  inbox: Client<typeof contract>;
  opened: TaskEvent;
  tasks: Tasks;
  useCases: UseCases<typeof contract>;
}>;

/** Each line is a mistake that must not compile: when one does, the unused expectation breaks `npm run check:types`. */
const MISTAKES = {
  law: () => {
    // @ts-expect-error the order has 60 articles
    const beyond: Citation = "A61";
    // @ts-expect-error A48 has two points
    const thirdPoint: Citation = "A48(3)";
    // @ts-expect-error no such context
    const nowhere: Context = "catalogue";
    // @ts-expect-error a duty is kept by contexts that exist in the design
    const kept: Article["contexts"] = ["catalogue"];
    // @ts-expect-error no such act
    const act: ActKey = "shanghai-order-9";
    return [beyond, thirdPoint, nowhere, kept, act];
  },

  rules: ({ calendar, day }: Given) => {
    // @ts-expect-error a bar cites what the catalogue lists
    const lawless = bar("A17p9", "no-such-duty", () => pass(true));
    // @ts-expect-error a clock cites what the catalogue lists
    const timeless = clock("never", "A61", { workingDays: 1, startsOn: () => day });
    const decided = clock("decided", "A48(2)", { workingDays: 5, startsOn: (fact: { on: Day }) => fact.on });
    // @ts-expect-error a clock starts from its own fact
    const early = decided.start({ at: day }, calendar);
    // @ts-expect-error a refusal must be looked at before its value is used
    const unlooked = (outcome: Outcome<Day, "no">) => outcome.value;
    // @ts-expect-error the facts of a refusal are short values, not records
    const telling = refuse("no", { record: { name: "" } });
    return [lawless, timeless, early, unlooked, telling];
  },

  operations: ({ useCases }: Given) => {
    const { readTask } = contract;
    // @ts-expect-error readTask does not list this refusal
    const unlisted: UseCase<typeof readTask> = async () => refuse("task-not-open");
    // @ts-expect-error readTask gives a task
    const another: UseCase<typeof readTask> = async () => accept({ now: { id: "1" } });
    const { listTasks, ...rest } = useCases;
    // @ts-expect-error listTasks is not served
    const unserved = serve(contract, rest, async () => undefined);
    const declared = {
      duty: "read",
      method: "GET",
      path: "/things",
      says: { zh: "", en: "" },
      cites: [],
      who: "everyone",
      takes: z.strictObject({}),
      gives: z.object({ id: z.string() }),
      refusals: {},
    } as const;
    // @ts-expect-error the example is not what it gives
    const example = operation({ ...declared, example: { takes: {}, gives: { identity: "1" } } });
    const right = { ...declared, example: { takes: {}, gives: { id: "1" } } } as const;
    // @ts-expect-error no such article
    const cited = operation({ ...right, cites: ["A61"] });
    // @ts-expect-error no such role
    const opened = operation({ ...right, who: ["mayor"] });
    // @ts-expect-error a refusal has no such status
    const brewed = operation({ ...right, refusals: { "a-teapot": { status: 418, zh: "茶壶", en: "A teapot" } } });
    // @ts-expect-error a refusal has both titles
    const mute = operation({ ...right, refusals: { "not-yours": { status: 403, en: "Not yours" } } });
    return [unlisted, another, listTasks, unserved, example, cited, opened, brewed, mute];
  },

  client: ({ inbox }: Given) => [
    // @ts-expect-error the field is called id
    inbox.readTask({ identity: "1" }),
    // @ts-expect-error the parameter is missing
    inbox.readTask({}),
    // @ts-expect-error no such operation
    inbox.readTasks({}),
    // @ts-expect-error a task has no token for people to see
    async () => (await inbox.readTask({ id: "1" })).value.token,
  ],

  stores: ({ tasks, found, opened, call }: Given) => {
    // @ts-expect-error an open item has a token
    const tokenless: Task = { status: "open", id: "1", about: found.now.about, holder: "", title: "", openedAt: "" };
    // @ts-expect-error the store declares no such index
    const listed = tasks.list("byTitle", { hash: "1" });
    // @ts-expect-error this event is another context's
    const foreign = tasks.save(found.now, found, { type: "catalog.resource-published.v1" }, call);
    // @ts-expect-error a save says which version it found
    const blind = tasks.save(found.now, 3, opened, call);
    const record = z.object({ id: z.string() });
    // @ts-expect-error a record has a key
    const keyless = declareStore({
      kind: "thing",
      holds: record,
      announces: z.object({ type: z.string() }),
      indexes: {},
    });
    return [tokenless, listed, foreign, blind, keyless];
  },

  settings: () => {
    // @ts-expect-error misspelt
    const misspelt = readSettings(Settings, {}).REVIEW_BASE;
    // @ts-expect-error forgotten by infra
    const forgotten: SettingsOf<typeof Settings> = { REVIEW: "{}" };
    return [misspelt, forgotten];
  },
} as const;

describe("what must not compile", () => {
  it("is written down here, where only the compiler objects", () => {
    expect(Object.keys(MISTAKES)).toEqual(["law", "rules", "operations", "client", "stores", "settings"]);
  });

  it("is read by the compiler: jest strips types and would see nothing", () => {
    const { include, exclude } = JSON.parse(textOf("tsconfig.json"));
    expect(include).toContain("test");
    expect(exclude).toEqual(["test/**/*.infra.test.ts"]);
    expect(JSON.parse(textOf("package.json")).scripts["check:types"]).toContain("tsc --noEmit");
  });
});
