import * as z from "zod";
import { CITATIONS } from "../../law/articles.ts";
import { CreditCode } from "../kernel/credit-code.ts";
import { Day, Instant } from "../kernel/day.ts";
import { LIMITS } from "../kernel/limits.ts";
import { Subject } from "../platform/principal.ts";

/** The record that a notice tells about. */
export const About = z.object({
  context: z.string().regex(/^[a-z][a-z-]*$/),
  kind: z.string().regex(/^[a-z][a-z-]*$/),
  id: z.string().min(1).max(100),
});
export type About = z.infer<typeof About>;

/** Where a notice's rows meet: one for each version of a record and each of its readers. */
export const noticeIdOf = ({ context, kind, id }: About, version: number): string =>
  [context, kind, id, version].join("~");

/** What a day is set for: the mark, the hand-over, the decision. */
const Act = z.enum(["mark", "hand-over", "decision"]);
const Due = z.object({ act: Act, dueOn: Day, provisional: z.boolean(), cites: z.enum(CITATIONS) });

/** A day that a count of Mondays to Fridays would have got wrong, and which notice or holiday made it so. */
const MovedBy = z.object({
  day: Day,
  working: z.boolean(),
  notice: z.string().max(LIMITS.nameCharacters).exactOptional(),
  holiday: z.string().max(LIMITS.nameCharacters).exactOptional(),
});
/** Two weeks of a holiday, and the days worked for it: a limit of five working days crosses no more. */
const MOST_MOVED = 31;

const Days = { due: z.array(Due).max(3), moved: z.array(MovedBy).max(MOST_MOVED) };
export const OUTCOMES = ["corrected", "partly-corrected", "not-corrected", "data-withdrawn"] as const;

/** Every text there is, by what fills it in: no free text, so that nobody's words travel by a telephone. */
export const FACTS = {
  "objection-received": z.object({ receivedOn: Day, ...Days }),
  "objection-handed-over": z.object({ on: Day, to: CreditCode, ...Days }),
  "objection-decided": z.object({ on: Day, by: CreditCode, outcome: z.enum(OUTCOMES) }),
  "objection-overdue": z.object({ act: Act, dueOn: Day, by: CreditCode.exactOptional() }),
  "objection-withdrawn": z.object({ on: Day }),
} as const;

export const WHATS = [
  "objection-received",
  "objection-handed-over",
  "objection-decided",
  "objection-overdue",
  "objection-withdrawn",
] as const satisfies readonly (keyof typeof FACTS)[];

const Base = z.object({
  id: z.string().min(1).max(200).meta({ description: "Made of what it tells about: noticeIdOf" }),
  to: Subject,
  about: About,
  concerns: CreditCode.exactOptional().meta({ description: "The institution that holds the matter, if any does" }),
  cites: z.array(z.enum(CITATIONS)).min(1).max(5),
  sentAt: Instant,
});

/** What is told to whom, as the context that tells it puts it: `what` names the text, `facts` fill it in. */
export const Notice = z.discriminatedUnion("what", [
  Base.extend({ what: z.literal("objection-received"), facts: FACTS["objection-received"] }),
  Base.extend({ what: z.literal("objection-handed-over"), facts: FACTS["objection-handed-over"] }),
  Base.extend({ what: z.literal("objection-decided"), facts: FACTS["objection-decided"] }),
  Base.extend({ what: z.literal("objection-overdue"), facts: FACTS["objection-overdue"] }),
  Base.extend({ what: z.literal("objection-withdrawn"), facts: FACTS["objection-withdrawn"] }),
]);
export type Notice = z.infer<typeof Notice>;

/** `portal` is the platform's own: a notice lies there from the moment at which it is put. */
export const CHANNELS = ["portal", "sms", "mail"] as const;
export const Channel = z.enum(CHANNELS);
export type Channel = z.infer<typeof Channel>;

/** That a channel has taken a notice: the receipt is its own number for it. */
export const Delivery = z.object({
  channel: Channel,
  handedOverAt: Instant,
  receipt: z.string().min(1).max(LIMITS.nameCharacters).exactOptional(),
});
export type Delivery = z.infer<typeof Delivery>;

/** A notice as it is kept: by which channels it went, and when its reader first read it. */
export const KeptNotice = z.object({
  notice: Notice,
  deliveries: z.array(Delivery).min(1).max(CHANNELS.length),
  readAt: Instant.exactOptional(),
});
export type KeptNotice = z.infer<typeof KeptNotice>;

/** As it is put: the portal has it at once. */
export const put = (notice: Notice): KeptNotice => ({
  notice,
  deliveries: [{ channel: "portal", handedOverAt: notice.sentAt }],
});

/** The channel has taken it; a channel that has taken it already takes it no second time. */
export const handedOver = (kept: KeptNotice, delivery: Delivery): KeptNotice => ({
  ...kept,
  deliveries: [...kept.deliveries, delivery],
});

/** The channels, of those there are, that have not taken it yet. */
export const notYetBy = ({ deliveries }: KeptNotice, channels: readonly Channel[]): Channel[] =>
  channels.filter((channel) => deliveries.every((delivery) => delivery.channel !== channel));
