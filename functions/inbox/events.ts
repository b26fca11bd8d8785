import * as z from "zod";
import { About } from "./task.ts";

const OfTask = z.object({ about: About });

/** What the inbox announces: that something began to wait, was taken or given back, was decided, and that its flow was told. */
export const TaskEvent = z.discriminatedUnion("type", [
  OfTask.extend({ type: z.literal("inbox.task-opened.v1") }),
  OfTask.extend({ type: z.literal("inbox.task-taken.v1") }),
  OfTask.extend({ type: z.literal("inbox.task-given-back.v1") }),
  OfTask.extend({ type: z.literal("inbox.task-decided.v1"), outcome: z.string() }),
  OfTask.extend({ type: z.literal("inbox.task-due-day-moved.v1") }),
  OfTask.extend({ type: z.literal("inbox.flow-told.v1") }),
]);
export type TaskEvent = z.infer<typeof TaskEvent>;
