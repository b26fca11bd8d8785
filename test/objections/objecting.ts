import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type * as z from "zod";
import { accesses } from "../../functions/evidence/store.ts";
import { calendarOf } from "../../functions/kernel/calendar.ts";
import { dayOf } from "../../functions/kernel/day.ts";
import { type EventEnvelope, typeOf } from "../../functions/kernel/event.ts";
import { Notice } from "../../functions/notices/index.ts";
import { notices } from "../../functions/notices/store.ts";
import { contract } from "../../functions/objections/contract.ts";
import { HEARS } from "../../functions/objections/events/heard.ts";
import { depsOver } from "../../functions/objections/opened.ts";
import { objections } from "../../functions/objections/store/objections.ts";
import { objectionActs } from "../../functions/objections/use-cases/acts.ts";
import type { ReceivingDeps } from "../../functions/objections/use-cases/deps.ts";
import { beginFlow, type Flow } from "../../functions/objections/use-cases/flows.ts";
import { inTime } from "../../functions/objections/use-cases/in-time.ts";
import { receivingUseCases } from "../../functions/objections/use-cases/receiving.ts";
import { useCases } from "../../functions/objections/use-cases.ts";
import type { Call } from "../../functions/platform/operation.ts";
import { PLATFORM, type Principal } from "../../functions/platform/principal.ts";
import { openStore } from "../../functions/platform/store/open.ts";
import { claimKey } from "../../functions/platform/store/rows.ts";
import { numberOf } from "../../local/seed/people.ts";
import { aListener, everyEvent } from "../collection/governed.ts";
import { A_RESOURCE, aPool, binding, item, sha256Of, theProvider, value } from "../collection/pool.ts";
import { officialYears } from "../kernel/official-calendar.ts";
import { aTable } from "../support/table.ts";
import { CENTER, PEOPLE, type Who } from "./states.ts";

export const LIN = numberOf("lin");
/** As if the notice for the year of the test were published: by a guessed day nobody would be late. */
const calendar = calendarOf([
  ...officialYears.filter(({ year }) => year !== 2030),
  {
    year: 2030,
    status: "published",
    weekdaysOff: [],
    weekendsOn: [],
    sources: [{ title: "测试用通知", address: "https://www.gov.cn/notice" }],
  },
]);
const ITEMS = [
  item({ code: "citizenId", name: "身份号码", personal: true }),
  item(),
  item({ code: "district", name: "所在区" }),
];

/** Who is asked by the number that they have been verified by. */
const asLin: Principal = { ...PEOPLE.objector, subject: sha256Of(`pepper${LIN}`) };

/** Objections and pools over one real table, with both listeners; the day can be moved, and what was heard is kept. */
export const aPlaceToObject = async () => {
  const [pool, own] = [await aPool(), await aTable([objections, notices, accesses])];
  pool.setForce(binding(ITEMS));
  const { table } = own;
  await pool.table.dynamo.send(
    new PutCommand({
      TableName: pool.table.name,
      Item: { ...claimKey({ name: "part#big-data-center#310000" }), owner: `institution#${CENTER}` },
    }),
  );
  const { name } = table;
  const names = { catalog: name, collection: name, institutions: name, evidence: name, notices: name };
  const { recordAndCenter, holdings } = depsOver(pool.table, names);
  const files = new Map<string, Readonly<{ bytes: number; sha256: string }>>();
  const deps: ReceivingDeps = {
    ...depsOver(table, names),
    recordAndCenter,
    holdings,
    catalogue: pool.deps.catalogue,
    calendar: async () => calendar,
    today: () => dayOf(own.clock.now()),
    now: table.now,
    newId: pool.deps.newId,
    subjectOf: pool.deps.subjectOf,
    addressFor: async ({ id }) => ({
      url: `https://uploads.example.org/objections/${id}`,
      method: "PUT",
      headers: {},
      goodForSeconds: 3600,
    }),
    sent: async ({ id }) => files.get(id),
  };
  const cases = { ...useCases(deps), ...receivingUseCases(deps) };
  let keys = 0;
  const as =
    (who: Who) =>
    <K extends keyof typeof contract>(
      operation: K,
      takes: z.input<(typeof contract)[K]["takes"]>,
      key = `objecting-${++keys}`,
    ): ReturnType<(typeof cases)[K]> => {
      const by = who === "objector" ? asLin : PEOPLE[who];
      const act = cases[operation] as (takes: unknown, call: Call) => ReturnType<(typeof cases)[K]>;
      return act(contract[operation].takes.parse(takes), { by, operation, key, digest: key, traceId: "trace" });
    };

  const flows: Flow[] = [];
  const start = async (flow: Flow) => {
    flows.push(flow);
    return "begun" as const;
  };
  const acts = new Map(Object.entries(objectionActs(deps, start)));
  const schemas = new Map(HEARS.map((schema) => [typeOf(schema), schema]));
  const theirs = aListener(pool.deps, deps.objections.find);
  const hear = async (event: EventEnvelope): Promise<void> => {
    await theirs.hear(event);
    const { id, type, traceId } = event;
    const call: Call = { by: PLATFORM, operation: "listener:objections", key: id, digest: id, traceId };
    const act = acts.get(type) as ((...about: unknown[]) => Promise<unknown>) | undefined;
    await act?.(schemas.get(type)?.parse({ ...event.data, type }), call, event);
  };
  const heard = new Set<string>();
  /** Both listeners hear everything that is new, and what comes of it, until nothing is. */
  const settle = async (): Promise<void> => {
    for (;;) {
      const news = (await everything()).filter(({ id }) => !heard.has(id));
      if (news.length === 0) return;
      for (const event of news) {
        heard.add(event.id);
        await hear(event);
      }
    }
  };
  const told = openStore(notices, table);
  const everything = async () =>
    [...(await everyEvent(table, "objections")), ...(await everyEvent(pool.table))].sort((one, other) =>
      one.id < other.id ? -1 : 1,
    );

  return {
    pool,
    close: async () => {
      await pool.close();
      await own.close();
    },
    deps,
    as,
    flows,
    hear,
    everything,
    settle,
    files,
    /** Puts the clock to noon in Shanghai of that day, and sweeps what has run out by then. */
    passTo: async (text: string) => {
      for (const { clock } of [pool, own]) clock.moveTo(Date.parse(`${text}T04:00:00.000Z`));
      const done = await inTime(deps).sweep(beginFlow({ ...deps, start }))({ flows: false });
      await settle();
      return done;
    },
    /** Lin's record, as the provider has collected it. */
    collected: async (phone = "021-1") => {
      const values = { schoolId: "S1", citizenId: LIN, phone, district: "310110" };
      return value(
        await pool.as(theProvider)("collectRecord", { resource: A_RESOURCE, values, collectedOn: "2026-11-20" }),
      ).id;
    },
    record: async (id: string) => {
      const found = await pool.deps.records.find(id);
      if (!found.ok) throw new Error(id);
      return found.value;
    },
    objection: async (id: string) => {
      const found = await deps.objections.find(id);
      if (!found.ok) throw new Error(id);
      return found.value.now;
    },
    /** What the objector was told, by its text, in order. */
    told: async () => {
      const page = await told.list("byReader", { hash: asLin.subject ?? "" }, { limit: 100 });
      return page.ok ? page.value.items.map(({ now }) => Notice.parse(now.notice)) : [];
    },
    events: async (id: string) => {
      const page = await deps.objections.history(id);
      return page.ok ? page.value.items.map(({ type }) => type) : [];
    },
  };
};
export type Place = Awaited<ReturnType<typeof aPlaceToObject>>;
