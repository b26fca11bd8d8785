import * as z from "zod";
import { TimeAllowed } from "../functions/kernel/clock.ts";
import { ConsentAllowed, Need } from "../functions/sharing/settings.ts";

/** What differs between stages, typed; a missing or contradictory setting stops the synthesis with its name. */
const Settings = z.strictObject({
  stage: z.enum(["local", "staging", "production"]),
  /** The city, or the district whose instance this is; short, since a bucket's name of 63 letters holds it. */
  instance: z.string().regex(/^[a-z][a-z0-9-]{0,8}$/),
  region: z.string(),
  /** Absent: the account of the credentials at deploy time. */
  account: z
    .string()
    .regex(/^\d{12}$/)
    .optional(),
  /** Days of the object lock, and whether anybody may lift it: production only in compliance mode. */
  lock: z.strictObject({ mode: z.enum(["GOVERNANCE", "COMPLIANCE"]), days: z.number().int().min(1) }),
  logDays: z.number().int().min(180),
  /** Generation of the tables: a restored table always has a new name (docs/runbook.md). */
  generation: z.number().int().min(1),
  /** Public routes in China answer only once the domain is filed; until then the endpoint is private. */
  exposure: z.enum(["regional", "private"]),
  icpFiled: z.boolean(),
  /** Through which interface endpoints a private API is reached (`vpce-…`); while there is none, it answers nobody. */
  vpcEndpoints: z.array(z.string().regex(/^vpce-[0-9a-f]{8,17}$/)),
  /** The address under which the API is known, where it has one of its own. */
  publicUrl: z.url({ protocol: /^https$/ }).optional(),
  /** The keys that sign our tokens: the first one signs, its successor or predecessor is published beside it. */
  signingKeys: z.array(z.string().regex(/^signing(-\d+)?$/)).min(1),
  /**
   * OIDC issuers whose tokens are taken, and whom they know: staff of institutions, or persons with real-name sign-in
   * (at the levels of assurance that `acr` names). The name is part of a person's id and never changes.
   */
  issuers: z.array(
    z.strictObject({
      name: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
      url: z.url({ protocol: /^https$/ }),
      audience: z.string(),
      kind: z.enum(["staff", "person"]),
      acr: z.array(z.string()).optional(),
    }),
  ),
  /** How long the Center has for a catalogue review; the order names no days, so the basis is stated beside it. */
  catalogueReview: TimeAllowed,
  /** Calendar days between the announcement that a resource retires and its last day, at least; the order names none. */
  retirementGraceDays: z.number().int().min(1).max(366),
  /** How long a department has to settle what sources differ on (A22), and a body to mend a fault (A24): no days named. */
  verification: TimeAllowed,
  mending: TimeAllowed,
  /** How long General Office and responsible department have to review a request; the order names no days. */
  sharingReview: TimeAllowed,
  /**
   * How long the competent authority has to consent to a data copy, and whose level counts where consumer and provider
   * are of different ones: on both the order is silent.
   */
  copyConsent: ConsentAllowed,
  /** For how many days data is granted at most; the order names none, and what is still needed is asked for again. */
  grantDaysAtMost: z.number().int().min(1).max(3660),
  /**
   * From how many misses (so many a day, or this part of the day's quota if that is more) and refused calls a day a grant
   * is used beyond its need; and the hosts of platforms that are connected, where providers may have endpoints.
   */
  exchange: z.strictObject({
    need: Need,
    connectedHosts: z.array(z.string().regex(/^[a-z0-9.-]+$/)),
  }),
  /** Endpoints that pass notices on, by channel (A48); without one a notice lies in the portal and nowhere else. */
  noticeChannels: z.strictObject({
    sms: z.url({ protocol: /^https$/ }).optional(),
    mail: z.url({ protocol: /^https$/ }).optional(),
  }),
});

const isInChina = ({ region }: { region: string }) => region.startsWith("cn-");

/** Names that are nobody's in the world (RFC 2606, RFC 6761), or that mean one machine or network. */
const NOWHERE = /(^|\.)(localhost|invalid|test|example|local|internal)$|^[\d.]+$|^\[|^[^.]+$/;

const isOfTheWorld = (url: string): boolean => !NOWHERE.test(new URL(url).hostname);

/** A stage whose settings do not contradict each other or where it runs. */
export const StageSettings = Settings.refine(
  (it) => it.exposure === "private" || it.icpFiled || it.stage === "local" || !isInChina(it),
  "A public API in China needs the domain to be filed (icpFiled).",
)
  .refine(
    (it) => it.lock.mode === "COMPLIANCE" || it.stage !== "production",
    "Production locks in compliance mode: nobody may lift it.",
  )
  .refine(({ stage, issuers, publicUrl, exchange, noticeChannels }) => {
    const connected = exchange.connectedHosts.map((host) => `https://${host}`);
    const channels = Object.values(noticeChannels).filter((url) => url !== undefined);
    const all = [...issuers.map(({ url }) => url), publicUrl ?? [], connected, channels].flat();
    return stage === "local" || all.every(isOfTheWorld);
  }, "What stands for one machine cannot be deployed: issuers, channels and address are those of the world.");

export type Stage = z.infer<typeof StageSettings>;

/** The cloud on one machine puts the address of its own issuer in place of this one (local/cloud). */
const ISSUER_OF_ONE_MACHINE = "https://issuer.invalid";
/** … and the address of its own channels in place of this one. */
const CHANNELS_OF_ONE_MACHINE = "https://channels.invalid";

/** Order 9 says "only for its own duties" (A26) and names no numbers: who needs a record knows its key. */
const NEED = {
  misses: 100,
  missesPercent: 10,
  refusals: 200,
  basis: "《上海市公共数据和一网通办管理办法》第二十六条第二款（仅限履职所需）；办法未定次数，由市大数据中心按实际调整",
} as const;

/**
 * What order 9 leaves open is the same everywhere, with what it rests on. Decree 809 of the State Council, in force
 * 2025-08-01, names days for what comes nearest.
 */
const LEFT_OPEN = {
  /** A changed catalogue is reviewed within two working days. */
  catalogueReview: { workingDays: 2, basis: "《政务数据共享条例》（国务院令第809号）第十七条" },
  retirementGraceDays: 30,
  /** What is checked at a user's asking is verified, corrected and reported back within ten working days. */
  verification: { workingDays: 10, basis: "参照《政务数据共享条例》（国务院令第809号）第二十六条" },
  mending: { workingDays: 10, basis: "参照《政务数据共享条例》（国务院令第809号）第二十六条" },
  /** Who provides conditional data answers within ten working days. */
  sharingReview: { workingDays: 10, basis: "《政务数据共享条例》（国务院令第809号）第二十一条" },
  /** Who takes data in another way asks the authority over it, so the consumer's level counts. */
  copyConsent: { workingDays: 10, basis: "参照《政务数据共享条例》（国务院令第809号）第二十一条", at: "consumer" },
  grantDaysAtMost: 366,
} satisfies Partial<z.input<typeof Settings>>;

/** Where every stage begins; each says what is different there. */
const EVERYWHERE = {
  ...LEFT_OPEN,
  instance: "city",
  region: "cn-north-1",
  logDays: 180,
  generation: 1,
  exposure: "private",
  icpFiled: false,
  vpcEndpoints: [],
  signingKeys: ["signing"],
  issuers: [],
  exchange: { need: NEED, connectedHosts: [] },
  noticeChannels: {},
} satisfies Partial<z.input<typeof Settings>>;

const STAGES = {
  local: {
    ...EVERYWHERE,
    stage: "local",
    account: "000000000000",
    lock: { mode: "GOVERNANCE", days: 1 },
    exposure: "regional",
    issuers: [
      { name: "government-network", url: ISSUER_OF_ONE_MACHINE, audience: "onenet-local-staff", kind: "staff" },
      { name: "one-net", url: ISSUER_OF_ONE_MACHINE, audience: "onenet-local-persons", kind: "person" },
    ],
    exchange: { need: NEED, connectedHosts: ["localhost", "127.0.0.1"] },
    noticeChannels: { sms: `${CHANNELS_OF_ONE_MACHINE}/sms`, mail: `${CHANNELS_OF_ONE_MACHINE}/mail` },
  },
  staging: { ...EVERYWHERE, stage: "staging", lock: { mode: "GOVERNANCE", days: 1 } },
  production: { ...EVERYWHERE, stage: "production", lock: { mode: "COMPLIANCE", days: 3650 }, logDays: 3653 },
} satisfies Record<string, z.input<typeof StageSettings>>;

/** The settings of a stage (`-c stage=staging`), for a partition's region if one is given. */
export const stageOf = (name: string, region?: string): Stage => {
  const found = Object.entries(STAGES).find(([stage]) => stage === name)?.[1];
  if (found === undefined) throw new Error(`There is no stage "${name}"; there are ${Object.keys(STAGES).join(", ")}.`);
  return StageSettings.parse(region === undefined ? found : { ...found, region });
};
