import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Authorise, Caller } from "../shared/caller.ts";
import type { MovableClock } from "../shared/clock.ts";
import { type Listening, listen } from "../shared/server.ts";
import { Changes } from "./changes.ts";
import { MEMORY } from "./child.ts";
import { Committer } from "./committer.ts";
import { Engine } from "./engine.ts";
import { Expiry } from "./expiry.ts";
import { FaultInjector } from "./faults.ts";
import { IntentFile } from "./intent.ts";
import { Ledger } from "./ledger.ts";
import { Operations } from "./operations.ts";
import { answering } from "./requests.ts";
import { readStream, type StreamPage } from "./stream.ts";
import { Tables } from "./tables.ts";
import { Tokens } from "./tokens.ts";
import { textOf } from "./wire.ts";

export type DynamoDbOptions = {
  /** Where everything lies, or "memory" for nothing that outlives this process. */
  readonly folder: string | "memory";
  readonly clock: MovableClock;
  readonly authorise: Authorise;
  readonly callerOf: (accessKeyId: string) => Caller;
  readonly port?: number;
};

/** DynamoDB of the local cloud, running. */
export type LocalDynamoDb = Listening & {
  /** Records of a table's stream after a position; undefined is the beginning. Throws ResourceNotFoundException. */
  readStream(table: string, after: string | undefined, limit: number): Promise<StreamPage>;
  /** The position behind the newest record: where a reader begins that wants only what comes. */
  streamEnd(table: string): string;
  /** Calls back after commits that changed the table; returns the way out. */
  onChange(table: string, listener: () => void): () => void;
  /** Resolves when no expired item and no restored table is being worked on. */
  settled(): Promise<void>;
  /** The engine's process id, for tests that kill it. */
  enginePid(): Promise<number>;
  readonly faults: FaultInjector;
};

/** Starts the engine, finishes what an earlier run was killed in, and listens on 127.0.0.1. */
export const startDynamoDb = async (options: DynamoDbOptions): Promise<LocalDynamoDb> => {
  const { clock, authorise, callerOf, port } = options;
  const inMemory = options.folder === MEMORY;
  const folder = inMemory ? mkdtempSync(join(tmpdir(), "dynamodb-")) : options.folder;
  mkdirSync(folder, { recursive: true });
  const file = inMemory ? MEMORY : join(folder, "engine.db");
  const engine = await Engine.start({ file, pidFile: join(folder, "engine.pid") });
  const tables = new Tables(folder);
  const tokens = new Tokens(join(folder, "tokens.log"));
  const intents = new IntentFile(join(folder, "intent.json"));
  const changes = new Changes();
  const ledger = new Ledger({ engine, tables, tokens, intents, clock }, (commit) => changes.tell(commit));
  const committer = new Committer(engine, ledger, tokens, () => clock.now());
  await agree(engine, tables);
  await ledger.recover();
  const expiry = new Expiry(engine, tables, committer, clock);
  changes.onCommit((commit) => expiry.heard(commit));
  const faults = new FaultInjector();
  const operations = new Operations({ engine, tables, committer, clock, faults, changes });
  operations.resumeRestores();
  const listening = await listen(answering({ operations, tables, authorise, callerOf, faults }), port);
  return {
    ...listening,
    faults,
    readStream: async (table, after, limit) => readStream(tables, table, after, limit),
    streamEnd: (table) => String(tables.journal(table).length),
    onChange: (table, listener) => changes.onCommit((commit) => (commit.has(table) ? listener() : undefined)),
    settled: async () => {
      await expiry.settled();
      await operations.settled();
    },
    enginePid: () => engine.pid(),
    close: async () => {
      await listening.close();
      await expiry.stop();
      await committer.exclusively(async () => undefined);
      await engine.close();
      await operations.settled();
      await committer.exclusively(async () => undefined);
      for (const part of [tables, tokens, intents]) part.close();
      if (inMemory) rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** A kill may have come between engine and register; what both know is what was acknowledged. */
const agree = async (engine: Engine, tables: Tables): Promise<void> => {
  const held = new Set<string>();
  let after: string | undefined;
  do {
    const page = await engine.ask("ListTables", after === undefined ? {} : { ExclusiveStartTableName: after });
    for (const name of Array.isArray(page["TableNames"]) ? page["TableNames"] : []) held.add(textOf(name));
    after = page["LastEvaluatedTableName"] === undefined ? undefined : textOf(page["LastEvaluatedTableName"]);
  } while (after !== undefined);
  for (const { name } of tables.all()) if (!held.delete(name)) tables.remove(name);
  for (const name of held) {
    await engine.ask("UpdateTable", { TableName: name, DeletionProtectionEnabled: false });
    await engine.ask("DeleteTable", { TableName: name });
  }
};
