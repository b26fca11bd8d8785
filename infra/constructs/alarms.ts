import { Duration, Stack } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { type ITopic, Topic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { Names } from "../names.ts";
import type { Stage } from "../stages.ts";

/** Every kind of alarm has an entry of the same name in docs/runbook.md: what it means, who waits, how to mend. */
export const ALARMS = {
  "function-faults": "A function crashed or ran out of time",
  "operation-faults": "An operation, a task or a listener ended in a fault of ours",
  "relay-behind": "Events of a context reach nobody: its relay is behind its stream",
  "event-parked": "An event cannot be delivered; its record's later events wait behind it",
  "dead-letter": "A listener gave an event up",
  "flow-begun-late": "A flow had not begun, and the daily sweep has begun it",
  "flow-failed": "A state machine ended in failure",
  "gateway-faults": "The gateway answers with faults",
} as const;
type AlarmKind = keyof typeof ALARMS;

/** Raises alarms of one stack into the city's topic. */
export class Alarms extends Construct {
  readonly #stage: Stage;
  readonly #topic: ITopic;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.#stage = stage;
    const resource = new Names(stage).of("alarms");
    this.#topic = Topic.fromTopicArn(this, "Topic", Stack.of(this).formatArn({ service: "sns", resource }));
  }

  /** Tells when the metric is over the threshold in one period of five minutes. */
  raise(kind: AlarmKind, about: readonly string[], metric: IMetric, threshold = 0): void {
    const alarm = new Alarm(this, [kind, ...about].join("-"), {
      alarmName: new Names(this.#stage).of(...about, kind),
      alarmDescription: `${ALARMS[kind]}. Runbook: docs/runbook.md#${kind}`,
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.#topic));
  }
}

/** How long an alarm looks at a metric at once. */
export const PERIOD = Duration.minutes(5);
