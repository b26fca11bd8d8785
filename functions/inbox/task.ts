import * as z from "zod";
import { Day, Instant } from "../kernel/day.ts";
import { LIMITS } from "../kernel/limits.ts";
import { accept, type Outcome } from "../kernel/outcome.ts";
import { bar, pass, stop } from "../kernel/rule.ts";
import { Post, type Principal, Role } from "../platform/principal.ts";

/** The record that waits for a person, at which step of its flow, for the how manieth time. */
export const About = z.object({
  context: z.string().regex(/^[a-z][a-z-]*$/),
  kind: z.string().regex(/^[a-z][a-z-]*$/),
  id: z.string().min(1).max(100),
  step: z.string().regex(/^[a-z][a-z-]*$/),
  round: z.number().int().min(1),
});
export type About = z.infer<typeof About>;

/** One item per record, step and round: opening and deciding meet in it, whichever comes first. */
export const taskIdOf = ({ context, kind, id, step, round }: About): string =>
  [context, kind, id, step, round].join("~");

/** For whom it waits: the body that plays a role in the city, or one institution by its code. */
const Holder = z.string().min(1).max(100);

const Base = z.object({ id: z.string(), about: About });

const Opened = Base.extend({
  holder: Holder,
  post: Post.exactOptional(),
  title: z.string().max(LIMITS.nameCharacters),
  dueOn: Day.exactOptional(),
  openedAt: Instant,
  takenBy: z.string().exactOptional(),
});

/** The state machine waits with this token; it leaves the platform only back to Step Functions. */
const token = z.string().min(1);

const Open = Opened.extend({ status: z.literal("open"), token });
/** Decided before the wait had opened: the decision is kept for the token that will come. */
const DecidedEarly = Base.extend({ status: z.literal("decided-early"), outcome: z.string(), decidedAt: Instant });
/** Decided and open: the wait must be told; until it is, the reconciler tells it again. */
const Telling = Opened.extend({ status: z.literal("telling"), token, outcome: z.string(), decidedAt: Instant });
const Done = Opened.extend({ status: z.literal("done"), outcome: z.string(), decidedAt: Instant });

/** A human task of a flow. */
export const Task = z.discriminatedUnion("status", [Open, DecidedEarly, Telling, Done]);
export type Task = z.infer<typeof Task>;
type Telling = z.infer<typeof Telling>;

/** What people see of it: everything but the token. */
export const TaskView = z
  .object({
    ...Opened.shape,
    status: z.enum(["open", "telling", "done"]),
    outcome: z.string().exactOptional(),
    decidedAt: Instant.exactOptional(),
  })
  .meta({ id: "Task", description: "待办事项。What waits for a person." });
export type TaskView = z.infer<typeof TaskView>;

/** What a flow says when it begins to wait. */
export const Opening = z.object({
  token,
  about: About,
  role: Role.exactOptional(),
  institution: z.string().exactOptional(),
  district: z.string().exactOptional(),
  post: Post.exactOptional(),
  title: z.string(),
  dueOn: Day.exactOptional(),
});
export type Opening = z.infer<typeof Opening>;

/** Of the districts' authorities each has its own inbox. */
const ofDistrict = (role: string, district: string): string => `${role}@${district}`;

const holderOf = ({ institution, role = "institution", district }: Opening): string =>
  institution ?? (district === undefined ? role : ofDistrict(role, district));

/** The item after its wait has opened, given what was known of it. A repeat and a later round of waiting are both right. */
export const opened = (known: Task | undefined, opening: Opening, at: Instant): Task => {
  const { about, token, post, title, dueOn } = opening;
  const item = {
    id: taskIdOf(about),
    about,
    holder: holderOf(opening),
    title: title.slice(0, LIMITS.nameCharacters),
    openedAt: at,
    token,
    ...(post === undefined ? {} : { post }),
    ...(dueOn === undefined ? {} : { dueOn }),
  };
  if (known === undefined) return { ...item, status: "open" };
  if (known.status === "open") return { ...known, token };
  return { ...item, status: "telling", outcome: known.outcome, decidedAt: known.decidedAt };
};

/** The item after the record was decided; the first decision counts, because the record itself took only one. */
export const decided = (known: Task | undefined, about: About, outcome: string, at: Instant): Task => {
  if (known === undefined) return { id: taskIdOf(about), about, status: "decided-early", outcome, decidedAt: at };
  return known.status === "open" ? { ...known, status: "telling", outcome, decidedAt: at } : known;
};

/** The day by which it is due has moved; what is decided is due no more. */
export const dueAnew = (known: Task, dueOn: Day): Task => (known.status === "open" ? { ...known, dueOn } : known);

export const told = ({ token: _told, ...known }: Telling): Task => ({ ...known, status: "done" });

/** Roles that many bodies play: what waits for one of them waits under its code, or under its district. */
const SHARED: ReadonlySet<Role> = new Set(["institution", "responsible-department", "district-authority", "person"]);

/** Whose inbox: that of the body's role in the city or in its district, or of the institution itself. */
export const holdersFor = ({ roles, institution, district }: Principal): string[] => [
  ...roles.filter((role) => !SHARED.has(role)),
  ...(roles.includes("district-authority") && district !== undefined
    ? [ofDistrict("district-authority", district)]
    : []),
  ...(institution === undefined ? [] : [institution]),
];

/** A47p2: what waits for another institution is nobody else's to see; it looks as if it were not there. */
export const isItsHoldersToSee = bar("A47p2", "record-unknown", (task: Task, by: Principal) =>
  task.status !== "decided-early" && holdersFor(by).includes(task.holder) ? pass(task) : stop({ id: task.id }),
);

/** Somebody of the holder takes an open item, or gives it back; it stays everybody's to decide (sick colleagues). */
export const takenBy = (task: Task, person: string | undefined): Outcome<Task, "task-not-open"> => {
  if (task.status !== "open")
    return { ok: false, refusal: { code: "task-not-open", cites: [], facts: { status: task.status } } };
  const { takenBy: _before, ...free } = task;
  return accept(person === undefined ? free : { ...free, takenBy: person });
};
