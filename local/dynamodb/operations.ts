import type { MovableClock } from "../shared/clock.ts";
import type { Changes } from "./changes.ts";
import type { Committer } from "./committer.ts";
import type { Engine } from "./engine.ts";
import type { FaultInjector } from "./faults.ts";
import type { Change } from "./journal.ts";
import { planOf } from "./plan.ts";
import { describeContinuousBackups, fill, restoreTable, updateContinuousBackups } from "./recovery.ts";
import { createTable, deleteTable, describe, describeTimeToLive, updateTable, updateTimeToLive } from "./settings.ts";
import { keyOf, type Table, type Tables } from "./tables.ts";
import { type Answer, type Fields, ok, textOf } from "./wire.ts";

type Parts = {
  readonly engine: Engine;
  readonly tables: Tables;
  readonly committer: Committer;
  readonly clock: MovableClock;
  readonly faults: FaultInjector;
  readonly changes: Changes;
};

type Control = (input: Fields) => Fields | Promise<Fields>;

const WRITES = new Set(["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"]);

/** Does what was asked, once it is known to be allowed. */
export class Operations {
  readonly #parts: Parts;
  readonly #control: Readonly<Record<string, Control>>;
  /** Reads wait while an index is shown as it was. */
  #gate: Promise<unknown> = Promise.resolve();
  #restores: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
    const { engine, tables, clock, committer } = parts;
    const alone =
      (work: Control): Control =>
      (input) =>
        committer.exclusively(async () => work(input));
    this.#control = {
      CreateTable: alone((input) => createTable(engine, tables, input, clock.now())),
      UpdateTable: alone((input) => updateTable(engine, tables, input, clock.now())),
      DeleteTable: alone((input) => deleteTable(engine, tables, input)),
      DescribeTable: async (input) => ({ Table: await describe(engine, tables.get(textOf(input["TableName"]))) }),
      UpdateTimeToLive: (input) => updateTimeToLive(tables, input),
      DescribeTimeToLive: (input) => describeTimeToLive(tables, input),
      UpdateContinuousBackups: (input) => updateContinuousBackups(tables, input, clock.now()),
      DescribeContinuousBackups: (input) => describeContinuousBackups(tables, input, clock.now()),
      RestoreTableToPointInTime: alone((input) => this.#restore(input)),
    };
  }

  isControl(operation: string): boolean {
    return this.#control[operation] !== undefined;
  }

  /** `body` is the request as it came. */
  async run(operation: string, input: Fields, body: Buffer): Promise<Answer> {
    const { engine, tables, committer, faults } = this.#parts;
    const control = this.#control[operation];
    if (control !== undefined) return ok(await control(input));
    if (WRITES.has(operation)) return committer.write(planOf(tables, operation, input), body.length);
    const index = input["IndexName"];
    const table = textOf(input["TableName"]);
    if (typeof index === "string" && faults.takeDelay(table, index)) return this.#late(table, operation, body);
    await this.#gate;
    return engine.read(operation, body);
  }

  /** Goes on with restores that an earlier run was killed in. */
  resumeRestores(): void {
    for (const { name, restore } of this.#parts.tables.all()) if (restore?.done === false) this.#fill(name);
  }

  settled(): Promise<void> {
    return this.#restores;
  }

  async #restore(input: Fields): Promise<Fields> {
    const output = await restoreTable(this.#parts.engine, this.#parts.tables, input, this.#parts.clock.now());
    this.#fill(textOf(input["TargetTableName"]));
    return output;
  }

  /** A restore that fails leaves its table in CREATING; the next start tries again. */
  #fill(name: string): void {
    const { tables, committer } = this.#parts;
    this.#restores = this.#restores.then(() => fill(tables, committer, name)).catch(() => undefined);
  }

  /** Answers a read from before the table's last write, by undoing that write for as long as it takes. */
  #late(name: string, operation: string, body: Buffer): Promise<Answer> {
    const { engine, tables, committer, changes } = this.#parts;
    const late = committer.exclusively(async () => {
      const table = tables.get(name);
      const last = changes.lastOf(name)?.get(name) ?? [];
      if (last.length === 0) return engine.read(operation, body);
      await engine.ask("TransactWriteItems", { TransactItems: last.map((change) => setTo(table, change, "before")) });
      const answer = await engine.read(operation, body);
      await engine.ask("TransactWriteItems", { TransactItems: last.map((change) => setTo(table, change, "after")) });
      return answer;
    });
    this.#gate = late.catch(() => undefined);
    return late;
  }
}

const setTo = (table: Table, change: Change, side: "before" | "after"): Fields => {
  const item = change[side];
  if (item !== undefined) return { Put: { TableName: table.name, Item: item } };
  return { Delete: { TableName: table.name, Key: keyOf(table, change.before ?? change.after ?? {}) } };
};
