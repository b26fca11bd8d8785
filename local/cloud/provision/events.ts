import type { Events } from "../../events/events.ts";
import type { Assembly } from "../../template/assembly.ts";
import { ofType } from "./of-type.ts";

/** Puts buses and rules in place. */
export const provisionEvents = (assembly: Assembly, events: Events): void => {
  for (const { name } of ofType(assembly, "AWS::Events::EventBus")) events.declareBus(name);
  for (const { name, properties } of ofType(assembly, "AWS::Events::Rule")) {
    const { EventBusName, EventPattern: pattern, ScheduleExpression: schedule } = properties;
    events.declareRule({
      bus: EventBusName.slice(EventBusName.lastIndexOf("/") + 1),
      name,
      ...(pattern && { pattern }),
      ...(schedule !== undefined && { schedule }),
      enabled: properties.State === "ENABLED",
      targets: properties.Targets.map(({ Arn: arn, DeadLetterConfig: dead }) => ({
        arn,
        ...(dead && { deadLetters: dead.Arn }),
      })),
    });
  }
};
