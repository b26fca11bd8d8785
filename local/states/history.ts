import * as z from "zod";
import type { JsonOperation } from "../shared/server.ts";
import { page, paging, parseInput, seconds } from "./input.ts";
import { demandExecution, type Service } from "./service.ts";
import type { Execution, HistoryEvent } from "./world.ts";

const History = z.strictObject({
  ...paging,
  executionArn: z.string(),
  reverseOrder: z.boolean().optional(),
  includeExecutionData: z.boolean().optional(),
});

/** What the history of an execution answers. */
export const historyOperations = (service: Service): Record<string, JsonOperation> => ({
  GetExecutionHistory: (input, key) => {
    const asked = parseInput("GetExecutionHistory", History, input);
    service.allow(key, "states:GetExecutionHistory", asked.executionArn);
    const execution = demandExecution(service, asked.executionArn);
    const events = asked.reverseOrder === true ? execution.history.toReversed() : execution.history;
    const { items, ...rest } = page(events, asked, ({ id }) => String(id));
    return { events: items.map((event) => told(execution, event, asked.includeExecutionData ?? true)), ...rest };
  },
});

/** The names of the states that an execution has entered, in that order. */
export const pathOf = ({ history }: Execution): string =>
  history.flatMap(({ details }) => details["stateEnteredEventDetails"]?.["name"] ?? []).join(" ");

const DATA: ReadonlySet<string> = new Set(["input", "output", "parameters", "cause", "assignedVariables"]);

const told = (execution: Execution, event: HistoryEvent, withData: boolean) => {
  const { id, previousEventId, timestamp, type } = event;
  const details = Object.entries(event.details).map(([name, fields]) => {
    const kept = Object.entries(fields).filter(([field]) => withData || !DATA.has(field));
    return [name, Object.fromEntries(kept)] as const;
  });
  const answer = { id, previousEventId, timestamp: seconds(timestamp), type, ...Object.fromEntries(details) };
  return type === "TaskScheduled" ? answer : withoutTokens(execution, answer);
};

/** The service shows a token where the task was scheduled with it; anywhere else it would be a second leak. */
const withoutTokens = (execution: Execution, answer: unknown): unknown => {
  let text = JSON.stringify(answer);
  for (const token of execution.tokens) text = text.replaceAll(token, "(token)");
  return JSON.parse(text);
};
