import * as z from "zod";
import type { Day } from "../../kernel/day.ts";
import { bar, pass, stop } from "../../kernel/rule.ts";
import { unfit } from "./basis.ts";
import { type Content, OpeningType } from "./content.ts";

/** Why data is classified as it is: the ground, and the items or acts that make it. */
const Ground = z.object({
  ground: z.enum([
    "personal-privacy",
    "trade-secret",
    "banned-by-law",
    "obtained-by-sharing-or-agreement",
    "demanding",
    "timely",
    "continuous-supply",
  ]),
  cites: z.enum(["A30", "A31p2"]),
  about: z.array(z.string()),
});
type Ground = z.infer<typeof Ground>;

/** The opening type that a resource has by rule, with its grounds; no ground means unconditional. */
export const Classified = z
  .object({ type: OpeningType, because: z.array(Ground) })
  .meta({ id: "OpeningClassified", description: "开放类型及理由。The opening type by rule, and why." });
export type Classified = z.infer<typeof Classified>;

export type Judged = Pick<Content, "items" | "traits" | "updateCycle" | "collectionNorm" | "opening">;

/** Names of items that came by sharing or agreement; of all items if the whole resource is collected by agreement. */
const obtainedIn = ({ items, collectionNorm }: Judged): string[] =>
  items
    .filter(({ obtained }) => collectionNorm.method === "agreement" || obtained.by !== "collected")
    .map(({ name }) => name);

const ground = (holds: boolean, name: Ground["ground"], about: readonly string[] = []): Ground[] =>
  holds ? [{ ground: name, cites: name.startsWith("obtained") ? "A31p2" : "A30", about: [...about] }] : [];

/**
 * Works out the opening type from the content (A30): privacy, trade secrets, a ban in law or regulation, or data
 * obtained from others: not open; high demands, strong timeliness, continuous supply: conditional; the rest is open.
 */
export const classify = (content: Judged): Classified => {
  const { items, traits, updateCycle } = content;
  const [obtained, personal] = [obtainedIn(content), items.filter((it) => it.personal).map(({ name }) => name)];
  const bans = (traits.bannedBy ?? []).map(({ act, article }) => `${act} ${article}`);
  const closed = [
    ...ground(personal.length > 0, "personal-privacy", personal),
    ...ground(traits.tradeSecrets, "trade-secret"),
    ...ground(bans.length > 0, "banned-by-law", bans),
    ...ground(obtained.length > 0, "obtained-by-sharing-or-agreement", obtained),
  ];
  const conditional = [
    ...ground(traits.demanding, "demanding"),
    ...ground(updateCycle === "realtime", "timely"),
    ...ground(traits.continuous, "continuous-supply"),
  ];
  const type = closed.length > 0 ? "not-open" : conditional.length > 0 ? "conditional" : "unconditional";
  return { type, because: [...closed, ...conditional] };
};

/** What an institution has from others is not its own to open. */
export const isItsOwnToOpen = bar("A31p2", "obtained-data-not-opened", (content: Judged) => {
  const obtained = obtainedIn(content);
  if (content.opening.type === "not-open" || obtained.length === 0) return pass(content.opening.type);
  return stop({ field: "/opening/type", declared: content.opening.type, obtained });
});

/** A ban on opening rests on a law or regulation in force; a government rule is not enough. */
export const isBannedByLaw = bar("A30", "opening-ban-without-law", ({ traits }: Judged, today: Day) => {
  const wrong = unfit(traits.bannedBy ?? [], "law-or-regulation", today, "/traits/bannedBy");
  return wrong === undefined ? pass(traits) : stop(wrong);
});

/** The opening type is not chosen: it follows from the data. */
export const isOpenedAsClassified = bar("A30", "opening-type-differs", (content: Judged) => {
  const classified = classify(content);
  if (content.opening.type === classified.type) return pass(classified);
  const because = classified.because.map(({ ground, about }) => [ground, ...about].join(" "));
  return stop({ field: "/opening/type", declared: content.opening.type, byRule: classified.type, because });
});
