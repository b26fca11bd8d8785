import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { HEARS } from "../../functions/collection/events/heard.ts";
import { governingActs } from "../../functions/collection/use-cases/acts.ts";
import type { Governing } from "../../functions/collection/use-cases/governing.ts";
import type { Flow } from "../../functions/collection/use-cases/watching.ts";
import { EventEnvelope, typeOf } from "../../functions/kernel/event.ts";
import { type Outcome, refuse } from "../../functions/kernel/outcome.ts";
import type { FindObjection } from "../../functions/objections/index.ts";
import type { Call } from "../../functions/platform/operation.ts";
import { PLATFORM } from "../../functions/platform/principal.ts";
import type { Table } from "../../functions/platform/store/open.ts";
import { EventRow } from "../../functions/platform/store/rows.ts";

/** Every event that a table's relay would announce, in the order in which it happened. */
export const everyEvent = async ({ dynamo, name }: Table, context = "collection"): Promise<EventEnvelope[]> => {
  const rows: EventRow[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await dynamo.send(new ScanCommand({ TableName: name, ExclusiveStartKey: from }));
    rows.push(
      ...(page.Items ?? []).filter(({ sk }) => String(sk).startsWith("event#")).map((row) => EventRow.parse(row)),
    );
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return rows
    .filter(({ quiet }) => quiet === undefined)
    .sort((one, other) => (one.id < other.id ? -1 : 1))
    .map(({ pk, id, type, version, at, by, trace, data }) =>
      EventEnvelope.parse({
        id,
        type,
        source: context,
        subject: pk.slice(pk.indexOf("#") + 1),
        version,
        at,
        by,
        traceId: trace,
        data,
      }),
    );
};

/** The governing half of the listener: hears events as its queue brings them, and keeps which flows it has begun. */
export const aListener = (
  deps: Governing,
  objection: FindObjection = async (id) => refuse("record-unknown", { id }),
) => {
  const flows: Flow[] = [];
  const begin = async (flow: Flow) => {
    flows.push(flow);
    return "begun" as const;
  };
  const acts = new Map(Object.entries(governingActs({ ...deps, objection }, { verify: begin, rebuild: begin })));
  const schemas = new Map(HEARS.map((schema) => [typeOf(schema), schema]));
  type Act = (event: unknown, call: Call, heard: EventEnvelope) => Promise<Outcome<unknown>>;
  const hear = async (event: EventEnvelope): Promise<Outcome<unknown> | undefined> => {
    const { id, type, traceId } = event;
    const call = { by: PLATFORM, operation: "listener:collection", key: id, digest: id, traceId };
    for (let attempt = 1; ; attempt++) {
      const about = schemas.get(type)?.parse({ ...event.data, type });
      const did = await (acts.get(type) as Act | undefined)?.(about, call, event);
      // A lost race puts the event back on the queue.
      if (did === undefined || did.ok || did.refusal.code !== "record-changed-meanwhile" || attempt === 20) return did;
    }
  };
  /** Hears everything that was announced and not heard yet, and what that announces, until nothing is new. */
  const heard = new Set<string>();
  const hearAll = async (table: Table): Promise<EventEnvelope[]> => {
    const all: EventEnvelope[] = [];
    for (;;) {
      const news = (await everyEvent(table)).filter(({ id }) => !heard.has(id));
      if (news.length === 0) return all;
      for (const event of news) {
        heard.add(event.id);
        await hear(event);
      }
      all.push(...news);
    }
  };
  return { flows, hear, hearAll };
};
