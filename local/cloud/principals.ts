import * as z from "zod";
import type { IamPolicyDocument } from "../access/policy.ts";
import type { Assembly } from "../template/assembly.ts";
import { ofType } from "./provision/of-type.ts";

const OneOrMore = z.union([z.string(), z.array(z.string())]).transform((it) => [it].flat());
const Condition = z.record(z.string(), z.record(z.string(), z.union([z.string(), z.array(z.string())])));
const Statement = z.object({
  Effect: z.literal("Allow"),
  Principal: z.object({ Service: OneOrMore }),
  Action: OneOrMore,
  Resource: OneOrMore,
  Condition: Condition.optional(),
});

type Grants = ReadonlyMap<string, { readonly policies: readonly IamPolicyDocument[] }>;

/** Services that act by themselves, whether a template grants them anything or not. */
export const EVENTS = "events.amazonaws.com";

/** Which rule an event comes from is not asked here: one service of one account is on the other side. */
const NOT_ASKED = new Set(["aws:SourceArn", "aws:SourceAccount"]);

const asked = (condition: z.infer<typeof Condition> = {}): object => {
  const left = Object.entries(condition).flatMap(([operator, keys]) => {
    const kept = Object.entries(keys).filter(([key]) => !NOT_ASKED.has(key));
    return kept.length === 0 ? [] : [[operator, Object.fromEntries(kept)] as const];
  });
  return left.length === 0 ? {} : { Condition: Object.fromEntries(left) };
};

/**
 * What services of AWS may do by themselves (the bus that puts events into a queue, a rule that calls a function):
 * the policies of queues and the permissions of functions, turned round into policies of the service.
 */
export const servicePrincipals = (assembly: Assembly): Grants => {
  const grants = new Map<string, { policies: IamPolicyDocument[] }>([[EVENTS, { policies: [] }]]);
  const grant = (service: string, statement: object): void => {
    const known = grants.get(service) ?? { policies: [] };
    known.policies.push({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: [], ...statement }] });
    grants.set(service, known);
  };
  for (const { properties } of ofType(assembly, "AWS::SQS::QueuePolicy")) {
    for (const written of properties.PolicyDocument.Statement) {
      const parsed = Statement.safeParse(written);
      if (!parsed.success) continue;
      const { Principal, Action, Resource, Condition } = parsed.data;
      for (const service of Principal.Service) grant(service, { Action, Resource, ...asked(Condition) });
    }
  }
  for (const { properties } of ofType(assembly, "AWS::Lambda::Permission")) {
    const { Action, FunctionName, Principal } = properties;
    grant(Principal, { Action: [Action], Resource: [FunctionName] });
  }
  return grants;
};
