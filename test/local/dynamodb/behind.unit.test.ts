import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IntentFile } from "../../../local/dynamodb/intent.ts";
import { Ledger, type LedgerParts } from "../../../local/dynamodb/ledger.ts";
import type { Plan } from "../../../local/dynamodb/plan.ts";
import { NotWritten } from "../../../local/shared/damaged.ts";

describe("a disk that is full when the data is written and the journal is not", () => {
  it("stops all further writes: the note that mends the journal at the next start is not overwritten", async () => {
    const intents = new IntentFile(join(mkdtempSync(join(tmpdir(), "onenet-behind-")), "intent"));
    const full = () => {
      throw new NotWritten("journals/t", new Error("ENOSPC: no space left on device, write"));
    };
    const parts = {
      intents,
      engine: { ask: async () => ({}) },
      tables: { find: () => ({}), get: () => ({}), journal: () => ({ length: 7, append: full }) },
      tokens: { remember: () => undefined },
      clock: { now: () => 0 },
    } as unknown as LedgerParts;
    const ledger = new Ledger(parts, () => undefined);
    const planOf = (id: string) => {
      const item = { pk: { S: id } };
      const write = { table: { name: "t" }, key: item, text: id, after: item, expired: false };
      return [{ writes: [write], token: undefined } as unknown as Plan];
    };
    ledger.intend(planOf("one"), new Map());
    await expect(ledger.commit(planOf("one"), new Map())).rejects.toThrow("journals/t could not be written");
    expect(() => ledger.intend(planOf("two"), new Map())).toThrow("journals/t could not be written");
    expect(intents.read()?.writes).toMatchObject([{ key: { pk: { S: "one" } } }]);
    intents.close();
  });
});
