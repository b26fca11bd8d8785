import * as z from "zod";
import { wildcard } from "../access/wildcard.ts";
import type { Deed } from "../shared/caller.ts";
import type { Assembly } from "../template/assembly.ts";
import { PLACE } from "../template/place.ts";
import { ofType } from "./provision/of-type.ts";

const OneOrMore = z.union([z.string(), z.array(z.string())]).transform((it) => [it].flat());

/** The one form of key policy that this machine reads: everybody of the account, through certain services. */
const ThroughServices = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.literal("Allow"),
  Principal: z.object({ AWS: z.literal("*") }),
  Action: OneOrMore,
  Resource: z.literal("*"),
  Condition: z.strictObject({
    StringEquals: z.strictObject({ "kms:CallerAccount": z.literal(PLACE.account), "kms:ViaService": OneOrMore }),
  }),
});

/**
 * Whether a key's own policy allows a deed that a service does with it in a caller's name (infra/data-stack.ts): a
 * role then needs no statement about the key. Other statements of key policies are kept and not evaluated.
 */
export const keyPolicies = (assembly: Pick<Assembly, "resources">): ((deed: Deed) => boolean) => {
  const grants = ofType(assembly, "AWS::KMS::Key").flatMap(({ arn, properties }) =>
    (properties.KeyPolicy?.Statement ?? []).flatMap((statement) => {
      const read = ThroughServices.safeParse(statement);
      if (!read.success) return [];
      const services = read.data.Condition.StringEquals["kms:ViaService"];
      return [{ arn, services, actions: read.data.Action.map((action) => wildcard(action, "i")) }];
    }),
  );
  return ({ action, resource, context = {} }) =>
    grants.some(
      ({ arn, services, actions }) =>
        arn === resource &&
        services.some((service) => service === context["kms:ViaService"]) &&
        actions.some((covers) => covers(action)),
    );
};
