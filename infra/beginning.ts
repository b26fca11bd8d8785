import type { Construct } from "constructs";
import { nameOfSetting } from "../functions/platform/settings.ts";
import type { Piece } from "./context.ts";
import type { Flow } from "./flows.ts";
import type { Names } from "./names.ts";

type Where = Readonly<{ scope: Construct; names: Names; flows: readonly Flow[] }>;

/**
 * The piece, if its context has flows: it is told their machines, and may start these alone. Who mends also looks whether
 * an execution that it cannot begin still runs: one that was stopped is begun anew.
 */
export const withFlows = ({ begins, ...piece }: Piece, { scope, names, flows }: Where, mends = false): Piece => {
  const its = flows.filter(({ flow }) => begins === undefined || begins.includes(flow));
  if (its.length === 0) return piece;
  const arns = its.map(({ context, flow }) => [flow, names.machineArn(scope, context, flow)] as const);
  const executions = its.map(({ context, flow }) => names.executionsArn(scope, context, flow));
  const told = Object.fromEntries(arns.map(([flow, arn]) => [nameOfSetting(flow, "flow"), arn]));
  return {
    ...piece,
    settings: (wiring) => ({ ...told, ...piece.settings?.(wiring) }),
    grants: (wiring) => [
      ...(piece.grants?.(wiring) ?? []),
      { actions: ["states:StartExecution"], resources: arns.map(([, arn]) => arn) },
      ...(mends ? [{ actions: ["states:DescribeExecution"], resources: executions }] : []),
    ],
  };
};
