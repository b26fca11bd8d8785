import { BatchWriteCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Call } from "../../functions/platform/operation.ts";
import { PLATFORM } from "../../functions/platform/principal.ts";
import type { Change } from "../../functions/platform/store/commit.ts";

const BATCH = 25;
const AT_ONCE = 4;

/** Who writes the rows with which an installation starts. */
export const SEED: Call = { by: PLATFORM, operation: "seed", key: "seed", digest: "seed", traceId: "seed" };

/**
 * Writes the rows of these changes in batches. Nobody else writes yet, so conditions are not needed, and a start that
 * was cut off writes the same rows again.
 */
export const fill = async (
  dynamo: DynamoDBDocumentClient,
  table: string,
  changes: readonly Change[],
): Promise<void> => {
  const items = changes.flatMap(({ writes }) => writes.flatMap(({ write }) => (write.Put ? [write.Put.Item] : [])));
  const batches: (typeof items)[] = [];
  while (items.length > 0) batches.push(items.splice(0, BATCH));
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
        const requests = batch.map((Item) => ({ PutRequest: { Item } }));
        await dynamo.send(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
      }
    }),
  );
};
