import { dynamoClient } from "./aws.ts";
import { newId } from "./id.ts";
import { nameOfSetting, readSettings, setting, told } from "./settings.ts";
import { openAnswers } from "./store/answers.ts";
import type { Announced, StoreDeclaration } from "./store/declare.ts";
import { openStore, type Table } from "./store/open.ts";
import { now, today } from "./time.ts";

/** Where the code of a context is deployed: its table, its neighbours' tables, the time. `deployed.ts` begins with it. */
export const deployment = () => {
  const { TABLE: name } = readSettings(told);
  const table: Table = { dynamo: dynamoClient(), name, now };
  return {
    table,
    /** Opens a store of the context's own. */
    open: <T, E extends Announced, I extends string, C extends string>(declared: StoreDeclaration<T, E, I, C>) =>
      openStore(declared, table),
    /** The table of a neighbour that the context `reads`, for the reader that the neighbour's index.ts gives. */
    tableOf: (neighbour: string): Table => ({ ...table, name: setting(nameOfSetting(neighbour, "table")) }),
    /** What earlier commands were answered. */
    answers: openAnswers(table),
    today,
    now,
    newId,
  };
};
