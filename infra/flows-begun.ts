import type { ContextDeclaration, Piece, Wiring } from "./context.ts";

/** The piece, if it begins the flows of its context: then it is told their machines, and may start these alone. */
export const begins = (
  piece: Piece,
  { name, flows = {} }: Pick<ContextDeclaration, "name" | "flows">,
  { machineArn }: Pick<Wiring, "machineArn">,
): Piece => {
  const arns = Object.keys(flows).map((flow) => [flow, machineArn(name, flow)] as const);
  if (arns.length === 0) return piece;
  const told = arns.map(([flow, arn]) => [`${flow.replaceAll("-", "_").toUpperCase()}_FLOW_ARN`, arn]);
  return {
    ...piece,
    settings: (wiring) => ({ ...piece.settings?.(wiring), ...Object.fromEntries(told) }),
    grants: (wiring) => [
      ...(piece.grants?.(wiring) ?? []),
      { actions: ["states:StartExecution"], resources: arns.map(([, arn]) => arn) },
    ],
  };
};
