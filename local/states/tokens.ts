import * as z from "zod";
import { ServiceFault } from "../shared/fault.ts";
import type { JsonOperation } from "../shared/server.ts";
import type { Draft } from "./draft.ts";
import { LARGEST_PAYLOAD } from "./failure.ts";
import { demandJson, parseInput } from "./input.ts";
import { taskFailed, taskSucceeded } from "./outside.ts";
import type { Service } from "./service.ts";
import type { Frame, Revision } from "./world.ts";

const Success = z.strictObject({ taskToken: z.string(), output: z.string() });
const Failure = z.strictObject({
  taskToken: z.string(),
  error: z.string().max(256).optional(),
  cause: z.string().max(32_768).optional(),
});
const Heartbeat = z.strictObject({ taskToken: z.string() });

/** The operations of whoever holds the token of a waiting task. */
export const tokenOperations = (service: Service): Record<string, JsonOperation> => ({
  SendTaskSuccess: (input, key) => {
    const { taskToken, output } = parseInput("SendTaskSuccess", Success, input);
    return use(service, { action: "states:SendTaskSuccess", key, taskToken }, () => {
      const result = demandJson(output, "InvalidOutput", "Output");
      if (Buffer.byteLength(output) > LARGEST_PAYLOAD)
        throw new ServiceFault("ValidationException", "The output is larger than 256 KiB.");
      return (draft, revision, frame) => taskSucceeded(draft, revision, frame, result);
    });
  },
  SendTaskFailure: (input, key) => {
    const { taskToken, error = "", cause = "" } = parseInput("SendTaskFailure", Failure, input);
    return use(service, { action: "states:SendTaskFailure", key, taskToken }, () => {
      return (draft, revision, frame) => taskFailed(draft, revision, frame, error, cause);
    });
  },
  SendTaskHeartbeat: (input, key) => {
    const { taskToken } = parseInput("SendTaskHeartbeat", Heartbeat, input);
    return use(service, { action: "states:SendTaskHeartbeat", key, taskToken }, () => (draft, _, frame) => {
      if (frame.phase.at !== "task" || frame.phase.heartbeat === undefined) return;
      const { every } = frame.phase.heartbeat;
      draft.turn(frame, { ...frame.phase, heartbeat: { every, due: draft.now + every } });
    });
  },
});

type Asked = { readonly action: string; readonly key: string; readonly taskToken: string };
type Work = (draft: Draft, revision: Revision, frame: Frame) => void;

/** Only base64 of the length we issue can be a token of ours. */
const TOKEN = /^[A-Za-z0-9+/]{128}$/;

/** Does the work on the task that waits for a token, or says what is wrong with the token. A token works once. */
const use = async (service: Service, { action, key, taskToken }: Asked, prepare: () => Work): Promise<object> => {
  const { engine, allow } = service;
  const arn = engine.world.tokens.get(taskToken);
  const execution = arn === undefined ? undefined : engine.world.executions.get(arn);
  if (execution === undefined) {
    throw TOKEN.test(taskToken)
      ? new ServiceFault("TaskDoesNotExist", "Task does not exist.")
      : new ServiceFault("InvalidToken", "Invalid Token: 'Invalid token'");
  }
  allow(key, action, execution.machineArn);
  const work = prepare();
  let found = false;
  await engine.change(execution.arn, (draft, revision) => {
    const frame = [...draft.frames].find(({ phase }) => phase.at === "task" && phase.token === taskToken);
    if (frame === undefined || isOverdue(frame, draft.now)) return;
    found = true;
    work(draft, revision, frame);
  });
  if (!found) throw new ServiceFault("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
  return {};
};

/** Between two looks at the clock a task may be out of time already: the token must not win that race. */
const isOverdue = ({ phase }: Frame, now: number): boolean =>
  phase.at === "task" && Math.min(phase.deadline ?? now + 1, phase.heartbeat?.due ?? now + 1) <= now;
