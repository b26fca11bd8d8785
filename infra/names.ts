import { ArnFormat, Stack } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { Stage } from "./stages.ts";

/**
 * A25: every name carries its instance, the city or a district, so that each stands beside the others; and all follow
 * one rule, so that stacks find each other without exports that can never be taken back.
 */
export class Names {
  readonly #stage: Stage;
  readonly #prefix: string;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.#prefix = `onenet-${stage.stage}-${stage.instance}`;
  }

  /** Who this stage and instance is in tokens. */
  issuer(): string {
    return `urn:onenet:${this.#stage.stage}:${this.#stage.instance}`;
  }

  /** `onenet-staging-city-<parts>` */
  of(...parts: readonly string[]): string {
    return [this.#prefix, ...parts].join("-");
  }

  table(context: string): string {
    return this.of(context, `g${this.#stage.generation}`);
  }

  /** The parameter under which one stack leaves what AWS has named for another. */
  parameter(...parts: readonly string[]): string {
    return ["", "onenet", this.#stage.stage, this.#stage.instance, ...parts].join("/");
  }

  logGroup(...parts: readonly string[]): string {
    return ["", "onenet", this.#stage.stage, this.#stage.instance, ...parts].join("/");
  }

  tableArn(scope: Construct, context: string): string {
    return Stack.of(scope).formatArn({ service: "dynamodb", resource: "table", resourceName: this.table(context) });
  }

  functionArn(scope: Construct, context: string, piece: string): string {
    const resourceName = this.of(context, piece);
    return Stack.of(scope).formatArn({
      service: "lambda",
      resource: "function",
      resourceName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  bucketArn(scope: Construct, what: string): string {
    return Stack.of(scope).formatArn({ service: "s3", region: "", account: "", resource: this.bucket(scope, what) });
  }

  machineArn(scope: Construct, context: string, flow: string): string {
    const resourceName = this.of(context, flow);
    return Stack.of(scope).formatArn({
      service: "states",
      resource: "stateMachine",
      resourceName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  /** All executions of a state machine: each is called by its record and round. */
  executionsArn(scope: Construct, context: string, flow: string): string {
    const resourceName = `${this.of(context, flow)}:*`;
    return Stack.of(scope).formatArn({
      service: "states",
      resource: "execution",
      resourceName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  /** Buckets share one namespace with the whole partition, hence account and region. */
  bucket(scope: Construct, what: string): string {
    const { account, region } = Stack.of(scope);
    return this.of(what, account, region);
  }
}

/** `open-task` as the first part of a logical id: `OpenTask`. */
export const pascal = (name: string): string =>
  name
    .split("-")
    .map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}`)
    .join("");

/** `openTask` is the function `…-open-task`. */
export const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
