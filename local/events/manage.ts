import * as z from "zod";
import type { Authorise, Caller } from "../shared/caller.ts";
import type { MovableClock } from "../shared/clock.ts";
import { ServiceFault, unsupported } from "../shared/fault.ts";
import { strictly } from "../shared/faults.ts";
import type { JsonOperation } from "../shared/server.ts";
import type { Buses } from "./bus.ts";
import { eventPattern } from "./pattern.ts";
import { schedule } from "./schedule.ts";
import { type Bus, type Rule, Target } from "./shapes.ts";
import { DEFAULT_BUS, type EventStore } from "./store.ts";

/** What every operation works with. */
export type Desk = {
  readonly store: EventStore;
  readonly buses: Buses;
  readonly clock: MovableClock;
  readonly authorise: Authorise;
  readonly callerOf: (accessKeyId: string) => Caller;
  readonly prefix: string;
};

const MOST_TARGETS = 5;
const Name = z.string().regex(/^[\w.-]{1,64}$/);
const EventBusName = z.string().default(DEFAULT_BUS);
const Tags = z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional();
const Page = { Limit: z.int().min(1).max(100).default(100), NextToken: z.string().optional() };
const OneRule = z.strictObject({ Name, EventBusName });

const page = <Item>(
  items: readonly Item[],
  { Limit, NextToken = "0" }: { Limit: number; NextToken?: string | undefined },
) => {
  const next = Number(NextToken) + Limit;
  return { listed: items.slice(Number(NextToken), next), more: next < items.length ? { NextToken: String(next) } : {} };
};

export const busArn = ({ prefix }: Desk, name: string): string => `${prefix}:event-bus/${name}`;

/** The bus of a name or an ARN; ResourceNotFoundException if there is none. */
export const busOf = ({ store }: Desk, called: string): Bus => {
  const bus = store.bus(called.slice(called.lastIndexOf("/") + 1));
  if (bus !== undefined) return bus;
  throw new ServiceFault("ResourceNotFoundException", `Event bus ${called} does not exist.`);
};

const refuse = (message: string): never => {
  throw new ServiceFault("ValidationException", message);
};

/** Buses: made, described, deleted. */
export const busOperations = (desk: Desk): Record<string, JsonOperation> => {
  const { store, clock } = desk;
  const allow = (key: string, operation: string, resource: string) =>
    desk.authorise(desk.callerOf(key), { action: `events:${operation}`, resource });
  const described = ({ name, createdAt, description, keyId }: Bus) => ({
    Name: name,
    Arn: busArn(desk, name),
    CreationTime: createdAt / 1000,
    ...(description !== undefined && { Description: description }),
    ...(keyId !== undefined && { KmsKeyIdentifier: keyId }),
  });

  return {
    CreateEventBus: strictly(
      z.strictObject({
        Name: z.string().regex(/^[\w./-]{1,256}$/),
        Description: z.string().max(512).optional(),
        KmsKeyIdentifier: z.string().optional(),
        Tags,
      }),
      ({ Name: name, Description, KmsKeyIdentifier }, key) => {
        allow(key, "CreateEventBus", busArn(desk, name));
        if (store.bus(name) !== undefined)
          throw new ServiceFault("ResourceAlreadyExistsException", `Event bus ${name} already exists.`);
        if (name.includes("/")) throw unsupported("EventBridge", "partner event buses");
        store.saveBus({
          name,
          createdAt: clock.now(),
          ...(Description !== undefined && { description: Description }),
          ...(KmsKeyIdentifier !== undefined && { keyId: KmsKeyIdentifier }),
        });
        return { EventBusArn: busArn(desk, name) };
      },
    ),
    DescribeEventBus: strictly(z.strictObject({ Name: z.string().default(DEFAULT_BUS) }), ({ Name: called }, key) => {
      const bus = busOf(desk, called);
      allow(key, "DescribeEventBus", busArn(desk, bus.name));
      return described(bus);
    }),
    DeleteEventBus: strictly(z.strictObject({ Name: z.string() }), ({ Name: name }, key) => {
      allow(key, "DeleteEventBus", busArn(desk, name));
      if (name === DEFAULT_BUS) refuse("Cannot delete event bus default.");
      if (store.rules(name).length > 0) refuse(`Event bus ${name} has rules.`);
      if (store.bus(name) !== undefined) store.deleteBus(name);
    }),
  };
};

/** Rules and their targets. */
export const ruleOperations = (desk: Desk): Record<string, JsonOperation> => {
  const { store, buses, clock } = desk;
  const allow = (key: string, operation: string, rule: Pick<Rule, "bus" | "name">) =>
    desk.authorise(desk.callerOf(key), { action: `events:${operation}`, resource: buses.arnOfRule(rule) });

  const found = (key: string, operation: string, called: string, name: string): Rule => {
    const { name: bus } = busOf(desk, called);
    allow(key, operation, { bus, name });
    return store.rule(bus, name);
  };

  const described = (rule: Rule) => ({
    Name: rule.name,
    Arn: buses.arnOfRule(rule),
    EventBusName: rule.bus,
    State: rule.enabled ? "ENABLED" : "DISABLED",
    ...(rule.pattern !== undefined && { EventPattern: rule.pattern }),
    ...(rule.schedule !== undefined && { ScheduleExpression: rule.schedule }),
    ...(rule.description !== undefined && { Description: rule.description }),
  });

  const checkTarget = (target: z.output<typeof Target>): void => {
    const service = target.Arn.split(":")[2];
    if (service !== "sqs" && service !== "lambda") throw unsupported("EventBridge", `targets like ${target.Arn}`);
    if (target.Arn.endsWith(".fifo")) throw unsupported("EventBridge", "FIFO queues as targets");
    if (target.Input !== undefined && target.InputPath !== undefined)
      refuse(`Only one of Input and InputPath is allowed for target ${target.Id}.`);
    if (target.InputPath !== undefined && !/^\$(\.[\w-]+)*$/.test(target.InputPath))
      throw unsupported("EventBridge", `the InputPath ${target.InputPath}: only plain fields, like $.detail.id`);
    if (target.Input !== undefined && !isJson(target.Input)) refuse(`Input of target ${target.Id} is not JSON.`);
  };

  return {
    PutRule: strictly(
      z.strictObject({
        Name,
        EventPattern: z.string().optional(),
        ScheduleExpression: z.string().max(256).optional(),
        State: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
        Description: z.string().max(512).optional(),
        EventBusName,
        Tags,
      }),
      (input, key) => {
        const { name: bus } = busOf(desk, input.EventBusName);
        const { Name: name, EventPattern: pattern, ScheduleExpression: expression } = input;
        allow(key, "PutRule", { bus, name });
        if (pattern === undefined && expression === undefined)
          refuse("Parameter(s) EventPattern or ScheduleExpression must be specified.");
        if (pattern !== undefined) eventPattern(pattern);
        if (expression !== undefined) schedule(expression);
        if (expression !== undefined && bus !== DEFAULT_BUS)
          refuse("ScheduleExpression is supported only on the default event bus.");
        const known = store.hasRule(bus, name) ? store.rule(bus, name) : undefined;
        const goesOn = known?.schedule === expression && known?.enabled && input.State === "ENABLED";
        const rule: Rule = {
          bus,
          name,
          ...(input.Description !== undefined && { description: input.Description }),
          ...(pattern !== undefined && { pattern }),
          ...(expression !== undefined && { schedule: expression }),
          enabled: input.State === "ENABLED",
          firedUpTo: goesOn ? known.firedUpTo : clock.now(),
          targets: known?.targets ?? [],
        };
        store.saveRule(rule);
        return { RuleArn: buses.arnOfRule(rule) };
      },
    ),
    DescribeRule: strictly(OneRule, (input, key) =>
      described(found(key, "DescribeRule", input.EventBusName, input.Name)),
    ),
    EnableRule: strictly(OneRule, (input, key) => {
      const rule = found(key, "EnableRule", input.EventBusName, input.Name);
      if (!rule.enabled) store.saveRule({ ...rule, enabled: true, firedUpTo: clock.now() });
    }),
    DisableRule: strictly(OneRule, (input, key) => {
      store.saveRule({ ...found(key, "DisableRule", input.EventBusName, input.Name), enabled: false });
    }),
    DeleteRule: strictly(OneRule.extend({ Force: z.boolean().optional() }), (input, key) => {
      const { name: bus } = busOf(desk, input.EventBusName);
      allow(key, "DeleteRule", { bus, name: input.Name });
      if (!store.hasRule(bus, input.Name)) return;
      const rule = store.rule(bus, input.Name);
      if (rule.targets.length > 0) refuse("Rule can't be deleted since it has targets.");
      store.deleteRule(rule);
    }),
    ListRules: strictly(
      z.strictObject({ NamePrefix: z.string().default(""), EventBusName, ...Page }),
      ({ NamePrefix, EventBusName: called, ...input }, key) => {
        const { name: bus } = busOf(desk, called);
        allow(key, "ListRules", { bus, name: "*" });
        const { listed, more } = page(
          store.rules(bus).filter(({ name }) => name.startsWith(NamePrefix)),
          input,
        );
        return { Rules: listed.map(described), ...more };
      },
    ),
    PutTargets: strictly(
      z.strictObject({ Rule: Name, EventBusName, Targets: z.array(Target).min(1).max(100) }),
      (input, key) => {
        const rule = found(key, "PutTargets", input.EventBusName, input.Rule);
        input.Targets.forEach(checkTarget);
        const replaced = new Set(input.Targets.map(({ Id }) => Id));
        const targets = [...rule.targets.filter(({ Id }) => !replaced.has(Id)), ...input.Targets];
        if (targets.length > MOST_TARGETS)
          throw new ServiceFault("LimitExceededException", `A rule has at most ${MOST_TARGETS} targets.`);
        store.saveRule({ ...rule, targets });
        return { FailedEntryCount: 0, FailedEntries: [] };
      },
    ),
    RemoveTargets: strictly(
      z.strictObject({
        Rule: Name,
        EventBusName,
        Ids: z.array(z.string()).min(1).max(100),
        Force: z.boolean().optional(),
      }),
      (input, key) => {
        const rule = found(key, "RemoveTargets", input.EventBusName, input.Rule);
        const targets = rule.targets.filter(({ Id }) => !input.Ids.includes(Id));
        store.saveRule({ ...rule, targets });
        return { FailedEntryCount: 0, FailedEntries: [] };
      },
    ),
    ListTargetsByRule: strictly(
      z.strictObject({ Rule: Name, EventBusName, ...Page }),
      ({ Rule: name, EventBusName: called, ...input }, key) => {
        const { listed, more } = page(found(key, "ListTargetsByRule", called, name).targets, input);
        return { Targets: listed, ...more };
      },
    ),
  };
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};
