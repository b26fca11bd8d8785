import { steadyId } from "./place.ts";
import { AssemblyRefused } from "./refused.ts";
import type { Resource } from "./support.ts";

/** Requests a second on average, and how many may come at once. */
export type Throttle = { readonly rate?: number | undefined; readonly burst?: number | undefined };

/** A throttle of one method; `*` stands for every path or method. */
export type MethodThrottle = Throttle & { readonly path: string; readonly method: string };

export type UsagePlan = {
  readonly id: string;
  readonly name: string;
  readonly keys: readonly { readonly id: string; readonly value: string }[];
  readonly throttle: Throttle;
  readonly methods: readonly MethodThrottle[];
  readonly quota?: { readonly limit: number; readonly period: "DAY" | "WEEK" | "MONTH" } | undefined;
};

/** A REST API with its one stage and the plans that open it: what `local/gateway` serves. */
export type ResolvedRestApi = {
  readonly id: string;
  readonly name: string;
  readonly stage: string;
  /** OpenAPI 3.0 with the gateway's extensions, not yet proven. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly apiKeySource?: "HEADER" | "AUTHORIZER" | undefined;
  readonly binaryMediaTypes: readonly string[];
  readonly throttles: readonly MethodThrottle[];
  readonly plans: readonly UsagePlan[];
};

type Of<T extends Resource["type"]> = Extract<Resource, { type: T }>;

const ofType = <T extends Resource["type"]>(resources: readonly Resource[], type: T): Of<T>[] =>
  resources.filter((resource): resource is Of<T> => resource.type === type);

/** Every REST API of the assembly. An API without exactly one stage cannot be served and is refused. */
export const restApisOf = (resources: readonly Resource[]): ResolvedRestApi[] =>
  ofType(resources, "AWS::ApiGateway::RestApi").map(({ name: id, stack, logicalId, properties }) => {
    const stages = ofType(resources, "AWS::ApiGateway::Stage").filter((it) => it.properties.RestApiId === id);
    const [stage] = stages;
    if (stage === undefined || stages.length > 1)
      throw new AssemblyRefused([`${stack} ${logicalId}: an API has one stage here, this one has ${stages.length}.`]);
    return {
      id,
      name: properties.Name ?? logicalId,
      stage: stage.name,
      body: properties.Body,
      apiKeySource: properties.ApiKeySourceType,
      binaryMediaTypes: properties.BinaryMediaTypes,
      throttles: stage.properties.MethodSettings.map((it) => ({
        path: settingPath(it.ResourcePath),
        method: it.HttpMethod,
        rate: it.ThrottlingRateLimit,
        burst: it.ThrottlingBurstLimit,
      })),
      plans: plansOf(resources, id, stage.name),
    };
  });

const plansOf = (resources: readonly Resource[], api: string, stage: string): UsagePlan[] =>
  ofType(resources, "AWS::ApiGateway::UsagePlan").flatMap(({ name: id, logicalId, properties }) => {
    const opened = properties.ApiStages.find((it) => it.ApiId === api && it.Stage === stage);
    if (opened === undefined) return [];
    const members = ofType(resources, "AWS::ApiGateway::UsagePlanKey").filter((it) => it.properties.UsagePlanId === id);
    const keys = ofType(resources, "AWS::ApiGateway::ApiKey").filter(
      (key) => key.properties.Enabled && members.some((member) => member.properties.KeyId === key.name),
    );
    return [
      {
        id,
        name: properties.UsagePlanName ?? logicalId,
        keys: keys.map((key) => ({ id: key.name, value: key.properties.Value ?? steadyId(key.name, 40) })),
        throttle: { rate: properties.Throttle?.RateLimit, burst: properties.Throttle?.BurstLimit },
        methods: Object.entries(opened.Throttle).map(([pathAndMethod, it]) => {
          const cut = pathAndMethod.lastIndexOf("/");
          return {
            path: pathAndMethod.slice(0, cut) || "/",
            method: pathAndMethod.slice(cut + 1),
            rate: it.RateLimit,
            burst: it.BurstLimit,
          };
        }),
        quota: properties.Quota && { limit: properties.Quota.Limit, period: properties.Quota.Period },
      },
    ];
  });

/** Method settings write the path as a JSON pointer: `/~1objections~1{id}`; `/*` is every path. */
const settingPath = (written: string): string =>
  written === "/*"
    ? "*"
    : written
        .replace(/^\/(?=~1)/, "")
        .replaceAll("~1", "/")
        .replaceAll("~0", "~");
