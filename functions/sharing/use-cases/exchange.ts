import type { PoolRecord, RecordIdOf, Values } from "../../collection/index.ts";
import type { Access } from "../../evidence/index.ts";
import type { Day, Instant } from "../../kernel/day.ts";
import { accept, type Outcome, refuse } from "../../kernel/outcome.ts";
import type { RecordId } from "../../kernel/record-id.ts";
import { ResidentId } from "../../kernel/resident-id.ts";
import { digestOf } from "../../platform/digest.ts";
import type { Call, UseCases } from "../../platform/operation.ts";
import type { Found } from "../../platform/store/open.ts";
import type { SubjectOf } from "../../platform/subject.ts";
import { type Exchanged, type Held, seen } from "../chain/answer.ts";
import { type Chain, follow, isWithinQuota, type OnRecord, secondsLeft, TRIED, type Wanted } from "../chain/link.ts";
import { isWithinNeed, mostMisses, type Need } from "../chain/need.ts";
import type { exchanging } from "../contract.ts";
import type { Usage } from "../grant.ts";
import type { Known, Overuse, ReadChain, Spend } from "../store/exchanges.ts";
import { type Connected, isOnAConnectedPlatform } from "../store/source/address.ts";
import { type AskSource, readSource } from "../store/source/source.ts";

/** What the exchange needs. */
export type Deps = Readonly<{
  chain: ReadChain;
  spend: Spend;
  ask: AskSource;
  connected: Connected;
  recordIdOf: RecordIdOf;
  subjectOf: SubjectOf;
  need: Need;
  now: () => Instant;
  today: () => Day;
  newId: () => string;
}>;

const NOTHING: Usage = { used: 0, missed: 0, refused: 0 };

const heldIn = (found: Found<PoolRecord> | undefined): Held | undefined => {
  if (found === undefined || found.now.status !== "held") return undefined;
  const { values, items, disputed, subject } = found.now;
  return { values, items, disputed, version: found.version, ...(subject === undefined ? {} : { subject }) };
};

const sum = (one: Usage, other: Usage): Usage => ({
  used: one.used + other.used,
  missed: one.missed + other.missed,
  refused: one.refused + other.refused,
});

/** That this use is the one that goes beyond need, for the listener that suspends the grant. */
const overuse = (deps: Deps, chain: Pick<Chain, "grant">, after: Usage, known: OnRecord, call: Call) => {
  const within = isWithinNeed(chain.grant, after, known.need);
  if (within.ok) return undefined;
  const { missed, refused } = after;
  const event = { type: "sharing.grant-overused.v1", day: known.today, missed, refused } as const;
  return { event, id: deps.newId(), at: known.at, by: call.by.id, trace: call.traceId } satisfies Overuse;
};

/** A record whose id nobody else has told us of: whom it is about is in its keys, if it is in them at all. */
const subjectIn = async (deps: Deps, { offer }: Chain, keys: Values): Promise<string | undefined> => {
  for (const { code } of offer.items.filter(({ key, personal }) => key && personal)) {
    const number = ResidentId.safeParse(keys[code]);
    if (number.success) return deps.subjectOf(number.data);
  }
  return undefined;
};

type Answered = Readonly<{ id: RecordId; keys: Values; held: Held | undefined }>;

/** The records by their keys: of the pool as it was read, or of the provider's own endpoint. */
const answered = async (
  deps: Deps,
  { offer, fields }: Chain,
  distinct: ReadonlyMap<RecordId, Values>,
  known: Known,
): Promise<Outcome<Answered[], "source-failed">> => {
  const asked = [...distinct].map(([id, keys]) => ({ id, keys }));
  const { source } = offer;
  if (source.kind === "pool") return accept(asked.map((it) => ({ ...it, held: heldIn(known.record(it.id)) })));
  const connected = isOnAConnectedPlatform(source, deps.connected);
  if (!connected.ok) return refuse("source-failed", { because: "not-reached" }, ["A7"]);
  const keys = asked.map((it) => it.keys);
  const said = await readSource(deps.ask, source.url, keys, fields, offer);
  return said.ok ? accept(asked.map((it, at) => ({ ...it, held: said.value[at] }))) : said;
};

const accessesOf = async (
  deps: Deps,
  chain: Chain,
  all: readonly Readonly<Answered & { shown: Exchanged }>[],
  about: Readonly<{ receipt: string; at: Instant; call: Call }>,
): Promise<Access[]> => {
  const { grant, offer } = chain;
  const { consumer, provider, responsible, id, purpose, duty, resource } = grant;
  const { receipt, at, call } = about;
  const fromPool = offer.source.kind === "pool";
  return Promise.all(
    all.map(async ({ id: record, keys, held, shown }) => {
      const subject = fromPool ? held?.subject : await subjectIn(deps, chain, keys);
      return {
        receipt,
        record,
        resource,
        at,
        by: call.by.id,
        consumer,
        provider,
        responsible,
        grant: id,
        purpose,
        legalBasis: { act: duty.basis.act, article: duty.basis.article },
        fields: "unknown" in shown ? [] : Object.keys(shown.values),
        asked: call.digest,
        answered: digestOf(shown),
        ...(subject === undefined ? {} : { subject }),
      };
    }),
  );
};

export const exchanges = (deps: Deps): Pick<UseCases<typeof exchanging>, "exchangeRecords"> => ({
  exchangeRecords: async ({ resource, keys, fields }, call) => {
    const { grant: bound, institution } = call.by;
    const [at, today] = [deps.now(), deps.today()];
    const nobody = { grant: undefined, offer: undefined, usage: NOTHING, at, today, need: deps.need };
    const asks = { bound, institution, resource, keys, fields };
    // Before anybody is named: that costs a call, and whoever has no grant is to cost none.
    if (bound === undefined) {
      const unbound = follow({ ...asks, records: keys.length }, nobody);
      return unbound.ok ? refuse("token-not-bound-to-a-grant") : unbound;
    }
    const ids = await Promise.all(keys.map((one) => deps.recordIdOf(resource, one)));
    const distinct = new Map(ids.map((id, at) => [id, keys[at] ?? {}]));
    const wanted: Wanted = { ...asks, records: distinct.size };
    const known = await deps.chain({ grant: bound.id, resource, day: today, records: [...distinct.keys()] });
    const record: OnRecord = { ...nobody, grant: known.grant, offer: known.offer, usage: known.usage };
    const chain = follow(wanted, record);
    if (!chain.ok) {
      if (known.grant !== undefined && TRIED.has(chain.refusal.code)) {
        const adds = { ...NOTHING, refused: 1 };
        const spending = { grant: bound.id, day: today, adds, room: UNBOUNDED };
        const beyond = overuse(deps, { grant: known.grant }, sum(known.usage, adds), record, call);
        await deps.spend([], spending, beyond);
      }
      return chain;
    }
    const all = await answered(deps, chain.value, distinct, known);
    if (!all.ok) return all;
    const { grant, offer } = chain.value;
    const allowed = { offer, granted: grant.fields, fields: chain.value.fields };
    const shown = new Map(all.value.map((it) => [it.id, { ...it, shown: seen(ids.indexOf(it.id), it.held, allowed) }]));
    const receipt = deps.newId();
    const accesses = await accessesOf(deps, chain.value, [...shown.values()], { receipt, at, call });
    const used = all.value.filter(({ held }) => held !== undefined).length;
    const adds = { used, missed: all.value.length - used, refused: 0 };
    const room = { used: grant.quotaPerDay - used, missed: mostMisses(deps.need, grant.quotaPerDay) - 1 };
    const after = sum(known.usage, adds);
    const spending = { grant: grant.id, day: today, adds, room };
    const now = await deps.spend(accesses, spending, overuse(deps, chain.value, after, record, call));
    if (now !== undefined) return noRoom(chain.value, now, used, record);
    const records = ids.flatMap((id, place) => {
      const one = shown.get(id)?.shown;
      return one === undefined ? [] : [{ ...one, at: place }];
    });
    return accept({
      now: { receipt, resource, edition: offer.edition, records },
      headers: {
        receipt,
        "ratelimit-policy": `"day";q=${grant.quotaPerDay};w=86400`,
        ratelimit: `"day";r=${Math.max(0, grant.quotaPerDay - after.used)};t=${secondsLeft(record)}`,
      },
    });
  },
});

/** A refused call is counted however much was used already. */
const UNBOUNDED = { used: Number.MAX_SAFE_INTEGER, missed: Number.MAX_SAFE_INTEGER };

/** Others were faster on the same day's use: what there is of it now says why there is no room. */
const noRoom = ({ grant }: Chain, now: Usage, records: number, known: OnRecord) => {
  const within = isWithinNeed(grant, now, known.need);
  if (!within.ok) return within;
  const quota = isWithinQuota(grant, now.used, records, secondsLeft(known));
  return quota.ok ? refuse("quota-used-up", { quotaPerDay: grant.quotaPerDay }, ["A26p2"]) : quota;
};
