import { dynamoClient } from "../platform/aws.ts";
import { openAccesses } from "./store.ts";
import type { Deps } from "./use-cases.ts";

/** What the ledger needs of AWS, for its door. */
export const deployed = (name: string): Deps => ({ accesses: openAccesses({ dynamo: dynamoClient(), name }) });
