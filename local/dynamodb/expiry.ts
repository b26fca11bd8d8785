import type { MovableClock } from "../shared/clock.ts";
import type { Committer } from "./committer.ts";
import type { Engine } from "./engine.ts";
import type { Commit } from "./ledger.ts";
import { expiryOf } from "./plan.ts";
import { keyOf, type Table, type Tables } from "./tables.ts";
import { fieldsOf, type Item, isFields, listOf } from "./wire.ts";

/** Between sweeps while the clock only runs, in real milliseconds; a move of the clock is followed at once. */
const PAUSE = 60_000;
/** The real service leaves what expired longer ago than this, taking it for a mistake. In seconds. */
const FORGIVEN = 5 * 365 * 24 * 60 * 60;

/** Deletes items whose time to live is over on the platform's clock. */
export class Expiry {
  readonly #engine: Engine;
  readonly #tables: Tables;
  readonly #committer: Committer;
  readonly #clock: MovableClock;
  /** The earliest end of life in each table, in seconds: nothing is looked for before. Unknown after a start. */
  readonly #earliest = new Map<string, number>();
  readonly #unwatch: () => void;
  #offset: bigint;
  #swept = 0;
  #sweep: Promise<void> = Promise.resolve();

  constructor(engine: Engine, tables: Tables, committer: Committer, clock: MovableClock) {
    this.#engine = engine;
    this.#tables = tables;
    this.#committer = committer;
    this.#clock = clock;
    this.#offset = Atomics.load(clock.offset, 0);
    this.#unwatch = clock.watch(() => this.#look());
  }

  /** A new item can end earlier than all others. */
  heard(commit: Commit): void {
    for (const [name, changes] of commit) {
      const table = this.#tables.find(name);
      if (table?.ttl === undefined || !this.#earliest.has(name)) continue;
      for (const { after } of changes) this.#note(name, endOf(table, after));
    }
  }

  /** Resolves when no sweep is under way. */
  settled(): Promise<void> {
    return this.#sweep;
  }

  stop(): Promise<void> {
    this.#unwatch();
    return this.#sweep;
  }

  #look(): void {
    const offset = Atomics.load(this.#clock.offset, 0);
    const isMoved = offset !== this.#offset;
    if (!isMoved && Date.now() - this.#swept < PAUSE) return;
    this.#offset = offset;
    this.#swept = Date.now();
    this.#sweep = this.#sweep.then(() => this.#sweepAll()).catch(() => undefined);
  }

  async #sweepAll(): Promise<void> {
    for (const table of this.#tables.all()) {
      const isReady = table.restore === undefined || table.restore.done;
      const now = this.#clock.now() / 1000;
      if (table.ttl !== undefined && isReady && (this.#earliest.get(table.name) ?? 0) < now)
        await this.#sweepTable(table);
    }
  }

  async #sweepTable(table: Table): Promise<void> {
    const attribute = table.ttl?.attribute ?? "";
    const names = Object.fromEntries([attribute, ...table.keys].map((name, index) => [`#n${index}`, name]));
    const now = this.#clock.now() / 1000;
    this.#earliest.set(table.name, Number.POSITIVE_INFINITY);
    let next: unknown;
    do {
      const page = await this.#engine.ask("Scan", {
        TableName: table.name,
        FilterExpression: "attribute_exists(#n0)",
        ProjectionExpression: Object.keys(names).join(", "),
        ExpressionAttributeNames: names,
        ...(next === undefined ? {} : { ExclusiveStartKey: next }),
      });
      await Promise.all(listOf(page["Items"]).map((item) => this.#end(table, fieldsOf(item), attribute, now)));
      next = page["LastEvaluatedKey"];
    } while (next !== undefined);
  }

  async #end(table: Table, item: Item, attribute: string, now: number): Promise<void> {
    const end = endOf(table, item);
    const key = keyOf(table, item);
    if (key === undefined || end === undefined || end < now - FORGIVEN) return;
    if (end >= now) this.#note(table.name, end);
    else await this.#committer.write(expiryOf(table, key, attribute, item[attribute]), 0);
  }

  #note(name: string, end: number | undefined): void {
    if (end !== undefined && end < (this.#earliest.get(name) ?? 0)) this.#earliest.set(name, end);
  }
}

/** Seconds since 1970; only a number says when an item ends. */
const endOf = (table: Table, item: Item | undefined): number | undefined => {
  const value = table.ttl === undefined ? undefined : item?.[table.ttl.attribute];
  const end = isFields(value) ? Number(value["N"]) : Number.NaN;
  return Number.isFinite(end) ? end : undefined;
};
