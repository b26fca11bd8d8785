import * as z from "zod";

/** A JSONata expression as the language writes it: `{% … %}`. */
const Expression = z.string().regex(/^\{%[\s\S]*%\}$/, "must be a JSONata expression in {% … %}");

const numberOrExpression = (from: number, to: number) => z.union([z.int().min(from).max(to), Expression]);

/** Any JSON; strings in it may be expressions. */
const Template = z.unknown();
const Assignments = z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,79}$/), Template);

const LONGEST = 99_999_999;

const about = {
  Comment: z.string().exactOptional(),
  QueryLanguage: z.literal("JSONata").exactOptional(),
};
const outcome = { Output: Template.optional(), Assign: Assignments.exactOptional() };
const onward = { Next: z.string().exactOptional(), End: z.literal(true).exactOptional() };

const Retrier = z.strictObject({
  Comment: z.string().exactOptional(),
  ErrorEquals: z.array(z.string().min(1)).min(1),
  IntervalSeconds: z.int().min(1).max(LONGEST).exactOptional(),
  MaxAttempts: z.int().min(0).max(LONGEST).exactOptional(),
  BackoffRate: z.number().min(1).exactOptional(),
  MaxDelaySeconds: z.int().min(1).max(31_622_400).exactOptional(),
  JitterStrategy: z.enum(["FULL", "NONE"]).exactOptional(),
});
export type Retrier = z.infer<typeof Retrier>;

const Catcher = z.strictObject({
  Comment: z.string().exactOptional(),
  ErrorEquals: z.array(z.string().min(1)).min(1),
  Next: z.string(),
  ...outcome,
});
export type Catcher = z.infer<typeof Catcher>;

const handlers = { Retry: z.array(Retrier).exactOptional(), Catch: z.array(Catcher).exactOptional() };

const Task = z.strictObject({
  ...about,
  ...outcome,
  ...onward,
  ...handlers,
  Type: z.literal("Task"),
  Resource: z.string(),
  Arguments: Template.optional(),
  TimeoutSeconds: numberOrExpression(1, LONGEST).exactOptional(),
  HeartbeatSeconds: numberOrExpression(1, LONGEST).exactOptional(),
});
export type Task = z.infer<typeof Task>;

const ChoiceRule = z.strictObject({
  ...outcome,
  Comment: z.string().exactOptional(),
  Condition: z.union([z.boolean(), Expression]),
  Next: z.string(),
});

const Choice = z.strictObject({
  ...about,
  ...outcome,
  Type: z.literal("Choice"),
  Choices: z.array(ChoiceRule).min(1),
  Default: z.string().exactOptional(),
});
export type Choice = z.infer<typeof Choice>;

const Pass = z.strictObject({ ...about, ...outcome, ...onward, Type: z.literal("Pass") });

const Wait = z.strictObject({
  ...about,
  ...outcome,
  ...onward,
  Type: z.literal("Wait"),
  Seconds: numberOrExpression(0, LONGEST).exactOptional(),
  Timestamp: z.string().exactOptional(),
});
export type Wait = z.infer<typeof Wait>;

const Succeed = z.strictObject({ ...about, Type: z.literal("Succeed"), Output: Template.optional() });

const Fail = z.strictObject({
  ...about,
  Type: z.literal("Fail"),
  Error: z.string().exactOptional(),
  Cause: z.string().exactOptional(),
});
export type Fail = z.infer<typeof Fail>;

/** States and where to begin: a whole machine, a branch of a Parallel, or what a Map does with an item. */
export type Container = { StartAt: string; States: Record<string, State>; Comment?: string };
type Processor = Container & { ProcessorConfig?: { Mode: "INLINE" } };

const body = {
  Comment: z.string().exactOptional(),
  StartAt: z.string(),
  States: z.record(
    z.string().min(1).max(80),
    z.lazy((): z.ZodType<State> => State),
  ),
};
const Branch: z.ZodType<Container> = z.strictObject(body);
const ItemProcessor: z.ZodType<Processor> = z.strictObject({
  ...body,
  ProcessorConfig: z.strictObject({ Mode: z.literal("INLINE") }).exactOptional(),
});

const Parallel = z.strictObject({
  ...about,
  ...outcome,
  ...onward,
  ...handlers,
  Type: z.literal("Parallel"),
  Arguments: Template.optional(),
  Branches: z.array(Branch).min(1),
});
export type Parallel = z.infer<typeof Parallel>;

const MapState = z.strictObject({
  ...about,
  ...outcome,
  ...onward,
  ...handlers,
  Type: z.literal("Map"),
  Items: z.union([z.array(Template), Expression]).exactOptional(),
  ItemSelector: Template.optional(),
  MaxConcurrency: numberOrExpression(0, LONGEST).exactOptional(),
  ItemProcessor,
});
export type MapState = z.infer<typeof MapState>;

const State = z.discriminatedUnion("Type", [Task, Choice, Pass, Wait, Succeed, Fail, Parallel, MapState]);
export type State = Task | Choice | z.infer<typeof Pass> | Wait | z.infer<typeof Succeed> | Fail | Parallel | MapState;

/** A state machine in the JSONata dialect of Amazon States Language, as far as the local cloud runs it. */
export const Definition = z.strictObject({
  ...body,
  QueryLanguage: z.literal("JSONata"),
  Version: z.literal("1.0").exactOptional(),
  TimeoutSeconds: z.int().min(1).max(LONGEST).exactOptional(),
});
export type Definition = z.infer<typeof Definition>;

/** A moment as RFC 3339 writes it, with its zone. */
export const Instant = z.iso.datetime({ offset: true });

/** The only two things a Task may call: a function, and a function that gets a token to wait for. */
export const RESOURCE = /^arn:aws[a-z-]*:states:::lambda:invoke(\.waitForTaskToken)?$/;

/** Whether the task ends by a token that somebody hands in, not by the function's return. */
export const waitsForToken = (task: Task): boolean => task.Resource.endsWith(".waitForTaskToken");
