import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SFNClient } from "@aws-sdk/client-sfn";
import type { Access } from "../../access/access.ts";
import type { Assembly } from "../../template/assembly.ts";
import { clientConfig } from "../client.ts";
import type { Services } from "../services.ts";
import { provisionBuckets } from "./buckets.ts";
import { provisionEvents } from "./events.ts";
import { provisionMachines } from "./machines.ts";
import { provisionQueues } from "./queues.ts";
import { provisionTables } from "./tables.ts";

/** Makes what the assembly declares, through the services' own APIs, as the operator; a second time changes nothing. */
export const provision = async (assembly: Assembly, services: Services, access: Access): Promise<void> => {
  const config = (service: keyof Services) => clientConfig(services, access, service);
  await provisionTables(assembly, new DynamoDBClient(config("dynamodb")));
  provisionBuckets(assembly, services.s3);
  provisionQueues(assembly, services.queues);
  provisionEvents(assembly, services.events);
  await provisionMachines(assembly, new SFNClient(config("states")));
};
