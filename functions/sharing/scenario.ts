import * as z from "zod";
import { CreditCode } from "../kernel/credit-code.ts";
import { Day } from "../kernel/day.ts";
import { accept, type Outcome } from "../kernel/outcome.ts";
import { bar, pass, stop } from "../kernel/rule.ts";
import { both } from "../kernel/saying.ts";
import { PlainText } from "../kernel/text.ts";
import { isFreeOfCharge } from "./free.ts";
import { Field } from "./grant.ts";
import type { Offer } from "./offer.ts";

/** What a scenario may be for (A28). */
export const AREAS = ["one-net-services", "city-management", "social-governance"] as const;
export const Area = z.enum(AREAS).meta({ id: "ScenarioArea", description: "一网通办、城市管理、社会治理。" });

/** What of one resource the scenario needs, and why just that: relevance and minimum need (A28). */
const Need = z.strictObject({
  resource: z.uuidv7(),
  fields: z.array(Field).min(1).max(60),
  because: PlainText(200),
});

/** Who may use it: named institutions, or all of a level. */
const Users = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("institutions"), codes: z.array(CreditCode).min(1).max(100) }),
  z.strictObject({ kind: z.literal("level"), level: z.enum(["city", "district"]) }),
]);

/** A scenario as the Center defines it. */
export const Definition = z
  .strictObject({
    name: PlainText(60),
    area: Area,
    purpose: PlainText(500),
    needs: z.array(Need).min(1).max(20),
    users: Users,
    from: Day,
    until: Day.meta({ description: "The last day on which it grants anything" }),
  })
  .refine(({ from, until }) => from <= until, {
    path: ["until"],
    error: both("止日不得早于起日。", "It ends before it begins."),
  })
  .refine(({ needs }) => new Set(needs.map(({ resource }) => resource)).size === needs.length, {
    path: ["needs"],
    error: both("同一资源只列一次。", "A resource is named twice."),
  })
  .meta({ id: "ScenarioDefinition", description: "应用场景的定义。What a scenario is for, and what it needs." });
export type Definition = z.infer<typeof Definition>;

const Base = z.object({ id: z.uuidv7(), definition: Definition, publishedOn: Day });

/** 应用场景: a need that fits one in force is granted without review (A28). */
export const Scenario = z
  .discriminatedUnion("status", [
    Base.extend({ status: z.literal("published") }),
    Base.extend({ status: z.literal("withdrawn"), withdrawnOn: Day, because: z.string() }),
  ])
  .meta({ id: "SharingScenario", description: "应用场景。A scenario for which sharing is granted directly." });
export type Scenario = z.infer<typeof Scenario>;
type PublishedScenario = Extract<Scenario, { status: "published" }>;

/** Every need is of a resource in force that is shared, and of fields that it has; otherwise no scenario. */
export const needsWhatIsShared = bar(
  "A28",
  "scenario-needs-what-is-not-shared",
  (needs: Definition["needs"], offers: readonly (Offer | undefined)[]) => {
    for (const [at, { resource, fields }] of needs.entries()) {
      const offer = offers.find((it) => it?.id === resource);
      if (offer?.status !== "in-force" || offer.sharing.type === "not-shared")
        return stop({ field: `/needs/${at}/resource`, resource, status: offer?.status ?? "unknown" });
      const lacking = fields.filter(({ code }) => !offer.items.some((item) => item.code === code));
      if (lacking.length > 0) return stop({ field: `/needs/${at}/fields`, lacking: lacking.map(({ code }) => code) });
    }
    return pass(needs);
  },
);

/** Only what still grants something can be withdrawn. */
export const isPublishedScenario = bar("A28", "scenario-withdrawn", (scenario: Scenario) =>
  scenario.status === "published" ? pass(scenario) : stop({ status: scenario.status }),
);

type Defining = typeof needsWhatIsShared.code | typeof isFreeOfCharge.code;

/** A scenario that the Center defines today. */
export const publish = (
  id: string,
  definition: Definition,
  offers: readonly (Offer | undefined)[],
  today: Day,
): Outcome<PublishedScenario, Defining> => {
  const free = isFreeOfCharge({ name: definition.name, purpose: definition.purpose });
  if (!free.ok) return free;
  const shared = needsWhatIsShared(definition.needs, offers);
  return shared.ok ? accept({ id, definition, publishedOn: today, status: "published" }) : shared;
};

export const withdraw = (
  scenario: Scenario,
  because: string,
  today: Day,
): Outcome<Scenario, typeof isPublishedScenario.code> => {
  const published = isPublishedScenario(scenario);
  if (!published.ok) return published;
  return accept({ ...published.value, status: "withdrawn", withdrawnOn: today, because });
};

/** Who asks, and for what. */
export type Asking = Readonly<{ consumer: CreditCode; level: "city" | "district"; resource: string }>;

const isAmong = ({ users }: Definition, { consumer, level }: Asking): boolean =>
  users.kind === "level" ? users.level === level : users.codes.includes(consumer);

/** The fields that a scenario gives to whoever asks; none if it is not in force, not theirs or of another resource. */
export const fieldsFor = (scenario: Scenario | undefined, asking: Asking, today: Day): readonly Field[] => {
  if (scenario?.status !== "published") return [];
  const { definition } = scenario;
  if (today < definition.from || definition.until < today || !isAmong(definition, asking)) return [];
  return definition.needs.find(({ resource }) => resource === asking.resource)?.fields ?? [];
};
