import type { Access } from "../../access/access.ts";
import type { FunctionSettings } from "../../lambda/function.ts";
import type { Mapping } from "../../lambda/mappings/ports.ts";
import type { Assembly } from "../../template/assembly.ts";
import { type Of, ofType } from "./of-type.ts";

type Wishes = {
  readonly access: Access;
  readonly endpoints: FunctionSettings["endpoints"];
  /** A function's own variables, as it shall have them on this machine. */
  readonly environmentOf: (variables: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
};

/** The functions of the assembly as Lambda takes them. */
export const functionsOf = (assembly: Assembly, { access, endpoints, environmentOf }: Wishes): FunctionSettings[] =>
  ofType(assembly, "AWS::Lambda::Function").map(({ name, arn, properties }) => ({
    name,
    arn,
    codeFolder: properties.Code.folder,
    handler: properties.Handler,
    environment: environmentOf(properties.Environment?.Variables ?? {}),
    timeoutSeconds: properties.Timeout,
    memorySize: properties.MemorySize,
    role: properties.Role,
    accessKey: access.issueKey(properties.Role.split("/").at(-1) ?? ""),
    endpoints,
  }));

/** What Lambda takes at once unless the template says otherwise. */
const BATCH = { stream: 100, queue: 10 } as const;
/** Lambda polls a queue with five readers; two show the same races and leave a laptop its breath. */
const READERS = 2;

/** The event source mappings of the assembly that are switched on. */
export const mappingsOf = (assembly: Assembly): Mapping[] =>
  ofType(assembly, "AWS::Lambda::EventSourceMapping")
    .filter(({ properties }) => properties.Enabled)
    .map(mappingOf);

const mappingOf = ({ name, properties }: Of<"AWS::Lambda::EventSourceMapping">): Mapping => {
  const kind = properties.EventSourceArn.split(":")[2] === "sqs" ? "queue" : "stream";
  const onFailure = properties.DestinationConfig?.OnFailure?.Destination;
  const age = properties.MaximumRecordAgeInSeconds ?? -1;
  return {
    id: name,
    functionName: properties.FunctionName,
    sourceArn: properties.EventSourceArn,
    batchSize: properties.BatchSize ?? BATCH[kind],
    reportsItemFailures: properties.FunctionResponseTypes.includes("ReportBatchItemFailures"),
    startingPosition: properties.StartingPosition ?? "TRIM_HORIZON",
    bisects: properties.BisectBatchOnFunctionError,
    retries: properties.MaximumRetryAttempts,
    ...(age >= 0 && { maximumAgeSeconds: age }),
    ...(onFailure !== undefined && { onFailure }),
    concurrency: Math.min(READERS, properties.ScalingConfig?.MaximumConcurrency ?? READERS),
  };
};
