import { dynamoClient } from "../platform/aws.ts";
import { openFlows } from "../platform/flow.ts";
import { openStore, type Table } from "../platform/store/open.ts";
import { now } from "../platform/time.ts";
import { tasks } from "./store.ts";
import type { Deps } from "./use-cases.ts";

/** What the inbox needs of AWS, for its doors. */
export const deployed = (name: string): Deps & { readonly table: Table } => {
  const table = { dynamo: dynamoClient(), name, now };
  const { tell } = openFlows();
  return {
    table,
    tasks: openStore(tasks, table),
    now,
    tell: (token, outcome, { round }) => tell(token, { outcome, round }),
  };
};
