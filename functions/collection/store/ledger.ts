import { TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { type Access, accessWrites } from "../../evidence/index.ts";
import type { Table } from "../../platform/store/open.ts";

/** Accounts for readings of personal data in the ledger of that name. A fault leaves the reader without an answer. */
export const openLedger =
  ({ dynamo }: Pick<Table, "dynamo">, ledger: string) =>
  async (accesses: readonly Access[]): Promise<void> => {
    await dynamo.send(new TransactWriteCommand({ TransactItems: accessWrites(ledger, accesses) }));
  };
