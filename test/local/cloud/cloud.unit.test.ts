import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { Day } from "../../../functions/kernel/day.ts";
import { type Cloud, startCloud } from "../../../local/cloud/cloud.ts";
import { synthesiseSample } from "./app.ts";

const rowsOf = async (cloud: Cloud): Promise<string[]> => {
  const { Items = [] } = await new DynamoDBClient(cloud.client("dynamodb")).send(
    new ScanCommand({ TableName: "sample-notes-g1" }),
  );
  return Items.map((it) => `${it["pk"]?.S}`).sort();
};

const write = (cloud: Cloud, id: string) =>
  fetch(`${cloud.url}/notes`, { method: "POST", body: JSON.stringify({ id }) });

describe("the cloud on one machine", () => {
  const assembly = synthesiseSample();

  it("carries a request through stream, bus, queue and machine, and time walks the rest of the way", async () => {
    const cloud = await startCloud({ assembly, today: Day.parse("2026-09-30") });
    expect((await write(cloud, "a")).status).toBe(201);
    await cloud.settle();
    expect(cloud.heard("notes.written.v1")).toMatchObject([{ detail: { id: "a" }, source: "sample" }]);
    const { Contents } = await new S3Client(cloud.client("s3")).send(
      new ListObjectsV2Command({ Bucket: "sample-journal" }),
    );
    expect(Contents?.map((it) => it.Key)).toEqual(["notes/a"]);
    expect(cloud.path("sample-flow", "a")).toBe("Rest");
    await cloud.pass({ days: 2 });
    expect(cloud.path("sample-flow", "a")).toBe("Rest Step");
    expect((await rowsOf(cloud)).slice(0, 2)).toEqual(["done#a", "note#a"]);
    await cloud.stop();
  });
});
