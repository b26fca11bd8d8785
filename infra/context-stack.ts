import { Duration, Stack, type StackProps } from "aws-cdk-lib";
import { MathExpression, Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction as LambdaTarget } from "aws-cdk-lib/aws-events-targets";
import { type IKey, Key } from "aws-cdk-lib/aws-kms";
import { EventSourceMapping, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { StringParameter } from "aws-cdk-lib/aws-ssm";
import type { Construct } from "constructs";
import type { Counted } from "../functions/platform/log.ts";
import { nameOfSetting } from "../functions/platform/settings.ts";
import { withFlows } from "./beginning.ts";
import { Alarms, PERIOD } from "./constructs/alarms.ts";
import { ContextFlow } from "./constructs/context-flow.ts";
import { ContextFunction } from "./constructs/context-function.ts";
import type { ContextDeclaration, Piece, Wiring } from "./context.ts";
import { type Flow, flowsOf, flowsThatInvoke } from "./flows.ts";
import { queuesOf } from "./listening.ts";
import { kebab, Names, pascal } from "./names.ts";
import type { Stage } from "./stages.ts";
import { tableGrants, USES } from "./table-grants.ts";

type Props = StackProps & {
  readonly stage: Stage;
  readonly context: ContextDeclaration;
  /** All contexts: whose tasks its flows invoke, and whose flows wait in its tasks. */
  readonly contexts: readonly ContextDeclaration[];
};

/** What runs of one context: it can be deployed, rolled back and deleted without touching a row of data. */
export class ContextStack extends Stack {
  readonly #stage: Stage;
  readonly #names: Names;
  readonly #context: ContextDeclaration;
  readonly #logKey: IKey;
  readonly #alarms: Alarms;
  readonly #wiring: Wiring;

  constructor(scope: Construct, id: string, { stage, context, contexts, ...props }: Props) {
    super(scope, id, props);
    this.#stage = stage;
    this.#names = new Names(stage);
    this.#context = context;
    this.#logKey = Key.fromKeyArn(this, "LogKey", this.#left("key", "data"));
    this.#alarms = new Alarms(this, "Alarms", stage);
    this.#wiring = {
      stage,
      functionArn: (of, piece) => this.#names.functionArn(this, of, piece),
      bucket: (what) => this.#names.bucket(this, what),
      bucketArn: (what) => this.#names.bucketArn(this, what),
      bucketAddress: (what) => `https://${this.#names.bucket(this, what)}.s3.${this.region}.${this.urlSuffix}`,
      waitingIn: (task) =>
        flowsThatInvoke(context.name, task, contexts).map((it) => this.#names.machineArn(this, it.context, it.flow)),
      table: (of) => this.#names.table(of),
      tableArn: (of) => this.#names.tableArn(this, of),
      keyArn: (key) => this.#left("key", key),
    };
    const ordinary = Object.values(context.contract).filter(({ power }) => power === undefined);
    const uses = ordinary.some(({ duty }) => duty === "command") ? USES.api : USES.reader;
    if (ordinary.length > 0) this.#function("api", "api", "handler", { uses, ...context.api });
    for (const [power, piece] of Object.entries(context.powers ?? {})) {
      this.#function(power, power, "handler", { uses: USES.power, ...piece });
    }
    if (context.authorizer !== undefined) this.#function("authorizer", "authorizer", "handler", context.authorizer);
    if (context.stores.length > 0) this.#relay();
    const flows = flowsOf(context.name, contexts);
    if (context.listener !== undefined) this.#listener(context.listener, flows);
    for (const [name, piece] of Object.entries(context.tasks ?? {})) {
      this.#function(kebab(name), "tasks", name, { uses: USES.task, ...piece });
    }
    for (const flow of flows) this.#flow(flow);
    if (context.sweep !== undefined) this.#sweep(context.sweep, flows);
    this.#alarms.raise("operation-faults", [context.name], this.#counted("Faults"));
  }

  /** What the context's functions count in their logs (platform/log.ts). */
  #counted(metricName: Counted): Metric {
    const dimensionsMap = { service: this.#names.of(this.#context.name) };
    return new Metric({ namespace: "onenet", metricName, dimensionsMap, period: PERIOD, statistic: Stats.SUM });
  }

  /** What another stack has left under a parameter. */
  #left(...parts: readonly string[]): string {
    return StringParameter.valueForStringParameter(this, this.#names.parameter(...parts));
  }

  #function(
    piece: string,
    door: string,
    handler: string,
    { settings, grants, uses = [], lists, reads: ownReads, memory, timeoutSeconds }: Piece,
  ): ContextFunction {
    const { name, reads = [] } = this.#context;
    const made = new ContextFunction(this, pascal(piece), {
      stage: this.#stage,
      logKey: this.#logKey,
      context: name,
      piece,
      bundle: `${name}/${door}`,
      handler,
      memory,
      timeoutSeconds,
      settings: {
        ...Object.fromEntries(
          reads.map((neighbour) => [nameOfSetting(neighbour, "table"), this.#names.table(neighbour)]),
        ),
        ...this.#context.settings?.(this.#wiring),
        ...settings?.(this.#wiring),
      },
      grants: [
        ...tableGrants(this.#context, this.#names.tableArn(this, name), uses, lists),
        ...(ownReads ?? reads).map((neighbour) => ({
          actions: ["dynamodb:GetItem"],
          resources: [this.#names.tableArn(this, neighbour)],
        })),
        ...(grants?.(this.#wiring) ?? []),
      ],
    });
    this.#alarms.raise("function-faults", [name, piece], made.function.metricErrors({ period: PERIOD }));
    return made;
  }

  /** The one reader of the table's stream. Where nothing is announced, no event can be parked either. */
  #relay(): void {
    const { name, stores } = this.#context;
    const announces = stores.some((store) => store.announces !== undefined);
    const stream = this.#left("stream", name);
    const journal = this.#names.bucket(this, "journal");
    const bus = this.formatArn({ service: "events", resource: "event-bus", resourceName: this.#names.of("events") });
    const images = `${this.#wiring.bucketArn("journal")}/${name}/*`;
    const table = this.#names.tableArn(this, name);
    const announcing = [
      { actions: ["dynamodb:Query", "dynamodb:PutItem", "dynamodb:DeleteItem"], resources: [table] },
      { actions: ["events:PutEvents"], resources: [bus] },
    ];
    const relay = new ContextFunction(this, "Relay", {
      stage: this.#stage,
      logKey: this.#logKey,
      context: name,
      piece: "relay",
      bundle: "platform/relay",
      handler: "handler",
      settings: { CONTEXT: name, EVENT_BUS: this.#names.of("events"), JOURNAL_BUCKET: journal },
      grants: [
        {
          actions: ["dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream"],
          resources: [stream],
        },
        { actions: ["dynamodb:ListStreams"], resources: ["*"] },
        { actions: ["s3:PutObject"], resources: [images] },
        ...(announces ? announcing : []),
      ],
    });
    new EventSourceMapping(this, "RelayStream", {
      target: relay.function,
      eventSourceArn: stream,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
    });
    const age = relay.function.metric("IteratorAge", { period: PERIOD, statistic: Stats.MAXIMUM });
    this.#alarms.raise("relay-behind", [name], age, Duration.minutes(5).toMilliseconds());
    this.#alarms.raise("function-faults", [name, "relay"], relay.function.metricErrors({ period: PERIOD }));
    if (!announces) return;
    new Rule(this, "ReleaseParked", {
      ruleName: this.#names.of(name, "release-parked"),
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [new LambdaTarget(relay.function)],
    });
    this.#alarms.raise("event-parked", [name], this.#counted("Parked"));
  }

  /** Events come by a queue of the context's own, so that a slow or failing listener delays nobody else. */
  #listener({ hears, ...declared }: NonNullable<ContextDeclaration["listener"]>, flows: readonly Flow[]): void {
    const { name } = this.#context;
    const piece = withFlows(declared, { scope: this, names: this.#names, flows });
    const { queue, dead } = queuesOf(this, this.#names, name, hears);
    const listener = this.#function("listener", "listener", "handler", {
      uses: USES.listener,
      ...piece,
      grants: (wiring) => [
        {
          actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
          resources: [queue.queueArn, dead.queueArn],
        },
        ...(piece.grants?.(wiring) ?? []),
      ],
    });
    for (const [id, { queueArn: eventSourceArn }] of Object.entries({
      ListenerEvents: queue,
      ListenerDeadEvents: dead,
    })) {
      const props = { target: listener.function, eventSourceArn, batchSize: 10, reportBatchItemFailures: true };
      new EventSourceMapping(this, id, props);
    }
    // Between two tries a dead letter is hidden, and still there.
    const waiting = dead.metricApproximateNumberOfMessagesVisible();
    const tried = dead.metricApproximateNumberOfMessagesNotVisible();
    const usingMetrics = { waiting, tried };
    const lying = new MathExpression({ expression: "waiting + tried", usingMetrics, period: PERIOD });
    this.#alarms.raise("dead-letter", [name], lying);
  }

  #sweep(piece: Piece, flows: readonly Flow[]): void {
    const { name } = this.#context;
    const its = withFlows(piece, { scope: this, names: this.#names, flows }, true);
    const sweep = this.#function("sweep", "sweep", "handler", { uses: USES.sweep, timeoutSeconds: 300, ...its });
    new Rule(this, "SweepHourly", {
      ruleName: this.#names.of(name, "sweep"),
      schedule: Schedule.rate(Duration.hours(1)),
      targets: [new LambdaTarget(sweep.function)],
    });
    if (flows.length === 0) return;
    // It asks for every open record, so it is no matter of every hour.
    new Rule(this, "SweepFlowsDaily", {
      ruleName: this.#names.of(name, "sweep-flows"),
      schedule: Schedule.rate(Duration.days(1)),
      targets: [new LambdaTarget(sweep.function)],
    });
    this.#alarms.raise("flow-begun-late", [name], this.#counted("BegunLate"));
  }

  #flow({ context: name, flow, text, invokes }: Flow): void {
    const functions = Object.fromEntries(
      invokes.map(({ placeholder, context, task }) => [
        placeholder,
        this.#names.functionArn(this, context, kebab(task)),
      ]),
    );
    const props = { stage: this.#stage, logKey: this.#logKey, context: name, flow, definition: text, functions };
    const { machine } = new ContextFlow(this, pascal(flow), props);
    this.#alarms.raise("flow-failed", [name, flow], machine.metricFailed({ period: PERIOD }));
  }
}
