import * as z from "zod";
import { operation } from "../platform/operation.ts";
import { PageFields, pageOf } from "../platform/page.ts";
import { COMMON, PAGED, UNKNOWN } from "../platform/refusals.ts";
import { TaskView } from "./task.ts";

const aTask = {
  id: "catalog~resource~0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d11~review~1",
  about: { context: "catalog", kind: "resource", id: "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d11", step: "review", round: 1 },
  holder: "big-data-center",
  post: "catalogue-reviewer",
  title: "户籍人口基本信息",
  dueOn: "2026-11-26",
  openedAt: "2026-11-24T01:02:03.004Z",
  status: "open",
} as const;

const TaskId = z.string().min(1).max(300);
const NOT_OPEN = {
  "task-not-open": { status: 409, zh: "该事项已不在待办中", en: "This item is no longer open" },
} as const;

const listTasks = operation({
  duty: "read",
  method: "GET",
  path: "/inbox/tasks",
  says: {
    zh: "列出等待本机构办理的事项，最早到期的在前",
    en: "List what waits for my institution, earliest due first",
  },
  cites: ["A47p2"],
  who: ["institution"],
  takes: z.strictObject({
    as: z
      .string()
      .max(100)
      .meta({ description: "One of my institution's roles, or its code; the first role if absent" })
      .exactOptional(),
    ...PageFields,
  }),
  gives: pageOf(TaskView),
  refusals: {
    ...PAGED,
    "holder-not-yours": {
      status: 422,
      zh: "本机构没有这个角色或者代码",
      en: "Your institution has no such role or code",
    },
  },
  example: { takes: {}, gives: { items: [aTask] } },
});

const readTask = operation({
  duty: "read",
  method: "GET",
  path: "/inbox/tasks/{id}",
  says: { zh: "查看一个待办事项", en: "Read one item" },
  cites: ["A47p2"],
  who: ["institution"],
  takes: z.strictObject({ id: TaskId }),
  gives: TaskView,
  refusals: UNKNOWN,
  example: { takes: { id: aTask.id }, gives: aTask },
});

const takeTask = operation({
  duty: "command",
  method: "POST",
  path: "/inbox/tasks/{id}/taking",
  says: { zh: "领取事项；他人仍可接手", en: "Take an item on; a colleague may still step in" },
  cites: ["A47p2"],
  who: ["institution"],
  takes: z.strictObject({ id: TaskId }),
  gives: TaskView,
  refusals: { ...COMMON, ...NOT_OPEN },
  example: { takes: { id: aTask.id }, gives: { ...aTask, takenBy: "staff-0042" } },
});

const giveTaskBack = operation({
  duty: "command",
  method: "POST",
  path: "/inbox/tasks/{id}/return",
  says: { zh: "退还已领取的事项", en: "Give an item back" },
  cites: ["A47p2"],
  who: ["institution"],
  takes: z.strictObject({ id: TaskId }),
  gives: TaskView,
  refusals: { ...COMMON, ...NOT_OPEN },
  example: { takes: { id: aTask.id }, gives: aTask },
});

export const contract = { listTasks, readTask, takeTask, giveTaskBack };
