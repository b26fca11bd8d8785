import {
  CreateEventBusCommand,
  DeleteRuleCommand,
  DescribeEventBusCommand,
  type EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-eventbridge";
import type { Assembly } from "../../template/assembly.ts";
import { CannotProvision, type Of, ofType } from "./of-type.ts";

type Rule = Of<"AWS::Events::Rule">;
type Place = { readonly Rule: string; readonly EventBusName: string };

/** Makes buses, puts rules with their targets as the templates have them, and removes rules that they no longer have. */
export const provisionEvents = async (assembly: Assembly, events: EventBridgeClient): Promise<void> => {
  const buses = ofType(assembly, "AWS::Events::EventBus").map(({ name }) => name);
  for (const Name of buses) await makeBus(events, Name);
  const rules = ofType(assembly, "AWS::Events::Rule");
  for (const bus of ["default", ...buses]) {
    const wanted = new Set(rules.filter((rule) => busOf(rule) === bus).map(({ name }) => name));
    for (const name of await namesOfRules(events, bus)) {
      if (!wanted.has(name)) await removeRule(events, { Rule: name, EventBusName: bus });
    }
  }
  for (const rule of rules) await putRule(events, rule);
};

const busOf = ({ properties }: Rule): string => properties.EventBusName.split("/").at(-1) ?? "default";

const makeBus = async (events: EventBridgeClient, Name: string): Promise<void> => {
  try {
    await events.send(new DescribeEventBusCommand({ Name }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    await events.send(new CreateEventBusCommand({ Name }));
  }
};

const namesOfRules = async (events: EventBridgeClient, EventBusName: string): Promise<string[]> => {
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await events.send(new ListRulesCommand({ EventBusName, ...(NextToken && { NextToken }) }));
    names.push(...(page.Rules ?? []).flatMap(({ Name }) => (Name === undefined ? [] : [Name])));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return names;
};

const removeTargets = async (events: EventBridgeClient, place: Place, kept: ReadonlySet<string>): Promise<void> => {
  const { Targets = [] } = await events.send(new ListTargetsByRuleCommand(place));
  const Ids = Targets.flatMap(({ Id }) => (Id === undefined || kept.has(Id) ? [] : [Id]));
  if (Ids.length > 0) await events.send(new RemoveTargetsCommand({ ...place, Ids }));
};

const removeRule = async (events: EventBridgeClient, place: Place): Promise<void> => {
  await removeTargets(events, place, new Set());
  await events.send(new DeleteRuleCommand({ Name: place.Rule, EventBusName: place.EventBusName }));
};

const putRule = async (events: EventBridgeClient, rule: Rule): Promise<void> => {
  const { name, properties } = rule;
  const EventBusName = busOf(rule);
  await events.send(
    new PutRuleCommand({
      Name: name,
      EventBusName,
      State: properties.State,
      ...(properties.EventPattern && { EventPattern: JSON.stringify(properties.EventPattern) }),
      ...(properties.ScheduleExpression && { ScheduleExpression: properties.ScheduleExpression }),
    }),
  );
  const place = { Rule: name, EventBusName };
  await removeTargets(events, place, new Set(properties.Targets.map(({ Id }) => Id)));
  if (properties.Targets.length === 0) return;
  const { FailedEntries = [] } = await events.send(new PutTargetsCommand({ ...place, Targets: properties.Targets }));
  if (FailedEntries.length > 0) throw new CannotProvision(`Rule ${name}: ${JSON.stringify(FailedEntries)}`);
};
