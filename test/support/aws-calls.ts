import type { AnyOperation } from "../../functions/platform/operation.ts";
import { CONTEXTS } from "../../infra/contexts/index.ts";
import type { Cloud } from "../../local/cloud/cloud.ts";
import { completedIn } from "./completed.ts";

export type Counted = Readonly<{
  context: string;
  operation: string;
  duty: AnyOperation["duty"];
  /** The calls of the costliest request that was answered with success. */
  calls: readonly string[];
  goal: number;
  met: boolean;
  /** Why it makes more calls than its goal; stale, and so a fault of this table, once it meets it. */
  because?: string;
}>;

/** How many calls to AWS an operation may make: each is a wait of some milliseconds, and something that can fail. */
const GOALS = { read: 1, command: 3 } as const;

const ON_RECORD = "whoever reads personal data is put on record before the answer is given (A47p2): a write";
const TWO_STEPS = "whether the list is the caller's to see stands in another record, which is read before a row of it";
const RULES_READ =
  "who has the power to correct stands in the catalogue, whose record it is in the pool, working days in the calendar";

/** Operations that miss their goal: how many calls they make at most, and why. Each is a loss, and printed as one. */
const LOSSES: Readonly<Record<string, Readonly<{ atMost: number; because: string }>>> = {
  recordConsent: { atMost: 4, because: "on a cold start the pepper's key is asked once: the keys name a person (A20)" },
  listPoolRecords: { atMost: 2, because: TWO_STEPS },
  listBadRows: { atMost: 2, because: TWO_STEPS },
  listConflicts: { atMost: 2, because: TWO_STEPS },
  listEntityChanges: { atMost: 2, because: TWO_STEPS },
  listChanges: { atMost: 2, because: TWO_STEPS },
  exchangeRecords: {
    atMost: 3,
    because: `on a cold start the pepper's key is asked once: keys name a person; ${ON_RECORD}`,
  },
  readGrantUse: {
    atMost: 2,
    because:
      "the grant, and at once its days, which stand under a key of their own: the exchange may add there and write no grant",
  },
  readConflict: { atMost: 3, because: `who verifies the pool and the record are read one by one; ${ON_RECORD}` },
  readEntity: { atMost: 3, because: `whom each source's record is about is known only from the entity; ${ON_RECORD}` },
  decideObjection: {
    atMost: 4,
    because: "the record that it names, and the items of its resource, which judge a correction",
  },
  fileObjection: { atMost: 4, because: RULES_READ },
  fileObjectionFor: { atMost: 5, because: `on a cold start the pepper's key is asked once; ${RULES_READ}` },
  listHolders: { atMost: 4, because: "it asks each kind of holder: pool, databases, and the ledger for who has read" },
  listJoinedObjections: { atMost: 2, because: "whether the caller handles it stands in the objection" },
  readObjectionHistory: { atMost: 2, because: "whose history it is stands in the objection" },
  readRecordTrace: { atMost: 3, because: "the record and its pool's department, both at once, before its history" },
};

/** The calls of every operation, as far as the cloud has answered it with success since its start. */
export const countedIn = (cloud: Cloud): Counted[] => {
  const completed = completedIn(cloud).filter(({ code }) => code === "ok");
  return CONTEXTS.flatMap(({ name: context, contract }) =>
    // By name: a contract of several files has no order of its own.
    entriesByName(contract).flatMap(([operation, { duty }]): Counted[] => {
      const its = completed.filter((line) => line.operation === operation).map(({ awsCalls }) => awsCalls);
      const [most] = its.sort((a, b) => b.length - a.length);
      if (most === undefined) return [];
      const goal = GOALS[duty];
      const met = most.length <= goal;
      const because = LOSSES[operation]?.because;
      return [{ context, operation, duty, calls: most, goal, met, ...(because === undefined ? {} : { because }) }];
    }),
  );
};

/** What misses its goal by no reason, or by more than its reason gives; and reasons for what misses none. */
export const complaintsOf = (counted: readonly Counted[]): string[] =>
  counted.flatMap(({ operation, calls, goal, met }) => {
    const loss = LOSSES[operation];
    if (loss !== undefined && met) return [`${operation}: a reason, and no loss`];
    const most = loss?.atMost ?? goal;
    return calls.length > most ? [`${operation}: ${calls.length} instead of ${most}: ${calls.join(", ")}`] : [];
  });

const entriesByName = <T>(named: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(named).sort(([one], [other]) => (one < other ? -1 : 1));

/** The table of docs/aws-calls.md. */
export const tableOf = (counted: readonly Counted[]): string =>
  [
    "# AWS calls per operation",
    "",
    "What the function of an operation asks of AWS when it succeeds, at most: a first call after a cold start included.",
    `Goals: a read makes at most ${GOALS.read} call, a command at most ${GOALS.command}. The authoriser's own calls (one read of the`,
    "registers; a write more for an agency's proof) come before. Written by `npm run bench -- calls`; a test compares it.",
    "",
    "These miss their goal (✗), by one reason each; any other that does fails the test:",
    "",
    ...counted.flatMap(({ operation, calls, goal, met, because }) =>
      met ? [] : [`- ${operation}, ${calls.length} instead of ${goal}: ${because ?? "no reason is known"}.`],
    ),
    "",
    "| context | operation | duty | calls | goal | which |",
    "|---|---|---|---|---|---|",
    ...counted.map(
      ({ context, operation, duty, calls, goal, met }) =>
        `| ${context} | ${operation} | ${duty} | ${calls.length} | ≤ ${goal}${met ? "" : " ✗"} | ${calls.join(", ") || "–"} |`,
    ),
    "",
    "",
  ].join("\n");
