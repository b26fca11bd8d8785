import { DynamoDBClient, ScanCommand, type ScanCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Cloud } from "../../local/cloud/cloud.ts";

/** Counts the rows of a context's table as the operator sees them. */
export const rowCounter = (cloud: Cloud, context: string) => {
  const client = new DynamoDBClient(cloud.client("dynamodb"));
  const TableName = `onenet-local-city-${context}-g1`;
  return {
    count: async (): Promise<number> => {
      let rows = 0;
      let ExclusiveStartKey: ScanCommandOutput["LastEvaluatedKey"];
      do {
        const page = await client.send(new ScanCommand({ TableName, Select: "COUNT", ExclusiveStartKey }));
        rows += page.Count ?? 0;
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
      return rows;
    },
    close: () => client.destroy(),
  };
};
