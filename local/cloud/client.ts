import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { SFNClient } from "@aws-sdk/client-sfn";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Access } from "../access/access.ts";
import type { AccessKey } from "../access/keys.ts";
import type { Assembly } from "../template/assembly.ts";
import { PLACE } from "../template/place.ts";
import { provisionBuckets } from "./provision/buckets.ts";
import { provisionEvents } from "./provision/events.ts";
import { provisionAliases } from "./provision/keys.ts";
import { provisionMachines } from "./provision/machines.ts";
import { provisionQueues } from "./provision/queues.ts";
import { provisionTables } from "./provision/tables.ts";
import type { Services } from "./services.ts";

/** What an AWS SDK client is made with. */
export type ClientConfig = { readonly endpoint: string; readonly region: string; readonly credentials: AccessKey };

export const clientConfig = (
  services: Services,
  access: Access,
  service: keyof Services,
  role = "operator",
): ClientConfig => ({
  endpoint: services[service].url,
  region: PLACE.region,
  credentials: access.issueKey(role),
});

/** Makes what the assembly declares, through the services' own APIs, as the operator; a second time changes nothing. */
export const provision = async (assembly: Assembly, services: Services, access: Access): Promise<void> => {
  const config = (service: keyof Services) => clientConfig(services, access, service);
  await provisionAliases(assembly, new KMSClient(config("kms")));
  await provisionTables(assembly, new DynamoDBClient(config("dynamodb")));
  await provisionBuckets(assembly, new S3Client(config("s3")));
  await provisionQueues(assembly, new SQSClient(config("queues")));
  await provisionEvents(assembly, new EventBridgeClient(config("events")));
  await provisionMachines(assembly, new SFNClient(config("states")));
};
