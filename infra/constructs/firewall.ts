import { CfnWebACL, CfnWebACLAssociation } from "aws-cdk-lib/aws-wafv2";
import { Construct } from "constructs";
import { Names } from "../names.ts";
import type { Stage } from "../stages.ts";

/** Requests of one address in five minutes: a counter hall of a district behind one address stays well below. */
const RATE = 5000;

const visible = (metricName: string) => ({
  sampledRequestsEnabled: false,
  cloudWatchMetricsEnabled: true,
  metricName,
});

/** A42: before a public API; stops floods from one address and what is known to be an attack. It keeps no samples. */
export class Firewall extends Construct {
  constructor(scope: Construct, id: string, { stage, stageArn }: { stage: Stage; stageArn: string }) {
    super(scope, id);
    const acl = new CfnWebACL(this, "Rules", {
      name: new Names(stage).of("firewall"),
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      visibilityConfig: visible("firewall"),
      rules: [
        {
          name: "rate-of-one-address",
          priority: 0,
          action: { block: {} },
          statement: { rateBasedStatement: { limit: RATE, evaluationWindowSec: 300, aggregateKeyType: "IP" } },
          visibilityConfig: visible("rate-of-one-address"),
        },
        {
          name: "common",
          priority: 1,
          overrideAction: { none: {} },
          statement: {
            managedRuleGroupStatement: {
              vendorName: "AWS",
              name: "AWSManagedRulesCommonRuleSet",
              // It stops bodies over 8 KB; a resource with its items is larger, and our own limit is stricter on shape.
              ruleActionOverrides: [{ name: "SizeRestrictions_BODY", actionToUse: { count: {} } }],
            },
          },
          visibilityConfig: visible("common"),
        },
      ],
    });
    new CfnWebACLAssociation(this, "BeforeTheApi", { resourceArn: stageArn, webAclArn: acl.attrArn });
  }
}
