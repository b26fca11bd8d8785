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
}>;

/** How many calls to AWS an operation may make: each is a wait of some milliseconds, and something that can fail. */
const GOALS = { read: 1, command: 3 } as const;

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
      return [{ context, operation, duty, calls: most, goal, met: most.length <= goal }];
    }),
  );
};

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
    "| context | operation | duty | calls | goal | which |",
    "|---|---|---|---|---|---|",
    ...counted.map(
      ({ context, operation, duty, calls, goal, met }) =>
        `| ${context} | ${operation} | ${duty} | ${calls.length} | ≤ ${goal}${met ? "" : " ✗"} | ${calls.join(", ") || "–"} |`,
    ),
    "",
    "",
  ].join("\n");
