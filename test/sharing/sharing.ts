import type * as z from "zod";
import { openPool } from "../../functions/collection/index.ts";
import type { Calendar } from "../../functions/kernel/calendar.ts";
import { newId } from "../../functions/platform/id.ts";
import type { Call } from "../../functions/platform/operation.ts";
import { ordinary as contract } from "../../functions/sharing/contract.ts";
import type { OfferInForce } from "../../functions/sharing/offer.ts";
import { depsOver } from "../../functions/sharing/opened.ts";
import { openChain } from "../../functions/sharing/store/exchanges.ts";
import { stores } from "../../functions/sharing/store.ts";
import { type Deps, useCases } from "../../functions/sharing/use-cases.ts";
import { aTable } from "../support/table.ts";
import { calendar, day, PEOPLE, TERMS, TODAY, value, type Who, wish } from "./states.ts";

/** Sharing's use cases over a real table; calendar and day can be set, and everybody's calls are made for them. */
export const aSharing = async () => {
  const engine = await aTable(stores);
  let [official, today]: [Calendar, typeof TODAY] = [calendar, TODAY];
  let keys = 0;
  const deps: Deps = {
    ...depsOver(engine.table),
    chain: openChain({ own: engine.table, pool: engine.table.name }),
    pool: openPool(engine.table),
    connected: { hosts: ["data.zj.gov.cn"], oneMachine: false },
    need: { misses: 100, missesPercent: 10, refusals: 200, basis: "第二十六条第二款" },
    now: engine.table.now,
    calendar: async () => official,
    today: () => today,
    newId,
    terms: TERMS,
  };
  const cases = useCases(deps);
  const callOf = (by: Who, operation: string, more: Partial<Call> = {}): Call => {
    const key = `key-${++keys}`;
    return { by: PEOPLE[by], operation, key, digest: key, traceId: "trace", ...more };
  };

  const as =
    (by: Who) =>
    <K extends keyof typeof contract>(
      name: K,
      takes: z.input<(typeof contract)[K]["takes"]>,
      more: Partial<Call> = {},
    ): ReturnType<(typeof cases)[K]> => {
      const act = cases[name] as (takes: unknown, call: Call) => ReturnType<(typeof cases)[K]>;
      return act(contract[name].takes.parse(takes), callOf(by, name, more));
    };

  const offered = async (its: OfferInForce): Promise<void> => {
    const had = await deps.stores.offers.find(its.id);
    const event = {
      type: "sharing.offer-changed.v1",
      provider: its.provider,
      edition: its.edition,
      status: its.status,
    } as const;
    value(await deps.stores.offers.save(its, had.ok ? had.value : undefined, event, callOf("center", "offer")));
  };

  return {
    deps,
    as,
    offered,
    recorder: engine.recorder,
    setCalendar: (changed: Calendar) => {
      official = changed;
    },
    setDay: (text: string) => {
      today = day(text);
    },
    /** A request of the consumer for what is offered; its id. */
    asked: async (change: Parameters<typeof wish>[0] = {}) =>
      value(await as("consumer")("requestData", { wish: wish(change) })).now.id,
    request: async (id: string) => value(await deps.stores.requests.find(id)).now,
    events: async (id: string) => value(await deps.stores.requests.history(id)).items,
    close: engine.close,
  };
};
export type Sharing = Awaited<ReturnType<typeof aSharing>>;
