import { randomUUID } from "node:crypto";
import * as z from "zod";
import { ServiceFault, unsupported } from "../shared/fault.ts";
import type { JsonOperation } from "../shared/server.ts";
import { readDefinition } from "./check.ts";
import { abort } from "./executions.ts";
import { demandName, page, paging, parseInput, seconds } from "./input.ts";
import { demandMachine, machineArn, type Service } from "./service.ts";
import type { Machine, Revision } from "./world.ts";

/** Logging, tracing and encryption are kept and described; on one machine they have no effect. */
const inert = {
  loggingConfiguration: z.unknown().optional(),
  tracingConfiguration: z.unknown().optional(),
  encryptionConfiguration: z.unknown().optional(),
};
const Tags = z.array(z.strictObject({ key: z.string(), value: z.string() }));
const Arn = z.strictObject({ stateMachineArn: z.string() });

const Create = z.strictObject({
  ...inert,
  name: z.string(),
  definition: z.string(),
  roleArn: z.string(),
  type: z.string().optional(),
  tags: Tags.optional(),
});
const Update = z.strictObject({
  ...inert,
  stateMachineArn: z.string(),
  definition: z.string().optional(),
  roleArn: z.string().optional(),
});
const Validate = z.strictObject({
  definition: z.string(),
  type: z.string().optional(),
  severity: z.enum(["ERROR", "WARNING"]).optional(),
  maxResults: z.int().min(0).max(100).optional(),
});

/** The operations on state machines. */
export const machineOperations = (service: Service): Record<string, JsonOperation> => ({
  CreateStateMachine: (input, key) => create(service, parseInput("CreateStateMachine", Create, input), key),
  UpdateStateMachine: (input, key) => update(service, parseInput("UpdateStateMachine", Update, input), key),
  DescribeStateMachine: (input, key) => {
    const { stateMachineArn } = parseInput("DescribeStateMachine", Arn, input);
    service.allow(key, "states:DescribeStateMachine", stateMachineArn);
    return describe(service, demandMachine(service, stateMachineArn));
  },
  DeleteStateMachine: async (input, key) => {
    const { stateMachineArn } = parseInput("DeleteStateMachine", Arn, input);
    service.allow(key, "states:DeleteStateMachine", stateMachineArn);
    await remove(service, stateMachineArn);
    return {};
  },
  ListStateMachines: (input, key) => {
    const asked = parseInput("ListStateMachines", z.strictObject(paging), input);
    service.allow(key, "states:ListStateMachines", "*");
    const all = [...service.engine.world.machines.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
    const { items, ...rest } = page(all, asked, ({ name }) => name);
    return { stateMachines: items.map(inList), ...rest };
  },
  ListTagsForResource: (input, key) => {
    const { resourceArn } = parseInput("ListTagsForResource", z.strictObject({ resourceArn: z.string() }), input);
    service.allow(key, "states:ListTagsForResource", resourceArn);
    return { tags: demandMachine(service, resourceArn).tags };
  },
  ValidateStateMachineDefinition: (input, key) => {
    const { definition, type, maxResults } = parseInput("ValidateStateMachineDefinition", Validate, input);
    service.allow(key, "states:ValidateStateMachineDefinition", "*");
    demandStandard(type);
    const { diagnostics } = readDefinition(definition);
    const most = maxResults === undefined || maxResults === 0 ? 100 : maxResults;
    return {
      result: diagnostics.length === 0 ? "OK" : "FAIL",
      diagnostics: diagnostics.slice(0, most).map((diagnostic) => ({ ...diagnostic, severity: "ERROR" })),
      truncated: diagnostics.length > most,
    };
  },
});

const demandStandard = (type: string | undefined): void => {
  if (type !== undefined && type !== "STANDARD") throw unsupported("Step Functions", `machines of type ${type}`);
};

const revise = (text: string, roleArn: string): Revision => {
  const { definition, diagnostics } = readDefinition(text);
  if (definition !== undefined) return { id: randomUUID(), text, definition, roleArn };
  const says = diagnostics.map(({ code, message, location }) => `${code}: ${message} at ${location || "/"}`).join(", ");
  const foreign = diagnostics.some(({ code }) => code === "UNSUPPORTED");
  throw foreign
    ? new ServiceFault("LocalCloudDoesNotSupport", says, 501)
    : new ServiceFault("InvalidDefinition", `Invalid State Machine Definition: '${says}'`);
};

/** Creating the same machine again is no mistake; another one of the same name is. */
const create = (service: Service, input: z.infer<typeof Create>, key: string) => {
  const { name, definition, roleArn, type, tags, ...rest } = input;
  const arn = machineArn(name);
  service.allow(key, "states:CreateStateMachine", arn);
  service.allow(key, "iam:PassRole", roleArn);
  demandName(name);
  demandStandard(type);
  const { world, now } = service.engine;
  const known = world.machines.get(arn);
  if (known !== undefined) {
    if (world.revisions.get(known.revision)?.text !== definition)
      throw new ServiceFault("StateMachineAlreadyExists", `State Machine Already Exists: '${arn}'`);
    return { stateMachineArn: arn, creationDate: seconds(known.createdAt) };
  }
  const revision = revise(definition, roleArn);
  const machine = { arn, name, createdAt: now, updatedAt: now, revision: revision.id, inert: rest, tags: tags ?? [] };
  service.engine.write({ kind: "revision", revision }, { kind: "machine", machine });
  return { stateMachineArn: arn, creationDate: seconds(now) };
};

/** Executions that run keep the definition and the role they began with. */
const update = (service: Service, input: z.infer<typeof Update>, key: string) => {
  const { stateMachineArn, definition, roleArn, ...rest } = input;
  service.allow(key, "states:UpdateStateMachine", stateMachineArn);
  if (roleArn !== undefined) service.allow(key, "iam:PassRole", roleArn);
  const machine = demandMachine(service, stateMachineArn);
  if (definition === undefined && roleArn === undefined && Object.keys(rest).length === 0)
    throw new ServiceFault("MissingRequiredParameter", "Either the definition, the role ARN or a configuration.");
  const { world, now } = service.engine;
  const before = world.revisions.get(machine.revision);
  const revision = revise(definition ?? before?.text ?? "", roleArn ?? before?.roleArn ?? "");
  const updated = { ...machine, updatedAt: now, revision: revision.id, inert: { ...machine.inert, ...rest } };
  service.engine.write({ kind: "revision", revision }, { kind: "machine", machine: updated });
  return { updateDate: seconds(now), revisionId: revision.id };
};

const inList = ({ arn, name, createdAt }: Machine) => ({
  stateMachineArn: arn,
  name,
  type: "STANDARD",
  creationDate: seconds(createdAt),
});

const describe = ({ engine }: Service, machine: Machine) => {
  const revision = engine.world.revisions.get(machine.revision);
  return {
    ...inList(machine),
    ...machine.inert,
    status: "ACTIVE",
    definition: revision?.text,
    roleArn: revision?.roleArn,
    revisionId: machine.revision,
  };
};

/** The machine goes at once and its running executions end as aborted; deleting what is gone is no mistake. */
const remove = async (service: Service, arn: string): Promise<void> => {
  const { world } = service.engine;
  if (!world.machines.has(arn)) return;
  service.engine.write({ kind: "machine-gone", arn });
  for (const execution of world.executions.values())
    if (execution.machineArn === arn && execution.closing === undefined)
      await abort(service, execution.arn, undefined, "The state machine was deleted.");
};
