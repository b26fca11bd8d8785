import * as z from "zod";
import { withAssets } from "./assets.ts";
import type { Urls } from "./identity.ts";
import { type Manifest, type RawResource, readManifest } from "./manifest.ts";
import { provisioningOrder } from "./order.ts";
import { PLACE } from "./place.ts";
import { AssemblyRefused, explainShape, Finding } from "./refused.ts";
import { type RoleWithPolicies, rolesOf } from "./roles.ts";
import { Scope } from "./scope.ts";
import { type Inert, strip } from "./strip.ts";
import { INERT_TYPES, Resource } from "./support.ts";

/** A synthesised assembly, resolved and proven: all that the local cloud has to provide. */
export type Assembly = {
  /** In provisioning order: a resource comes after everything it names, a stack after those it depends on. */
  readonly resources: readonly Resource[];
  /** What is known and changes nothing on one machine. */
  readonly inert: readonly Inert[];
  /** Every role by its name, with all its policies. */
  readonly roles: ReadonlyMap<string, RoleWithPolicies>;
};

const AWS_URLS: Urls = {
  queue: (name) => `https://sqs.${PLACE.region}.${PLACE.urlSuffix}/${PLACE.account}/${name}`,
};

const TYPES = new Set(Resource.options.map(({ shape }): string => shape.type.value));

/**
 * Reads the assembly in `folder`. `urls` says how the running services name what only they can name.
 * Throws AssemblyRefused with every type, property and expression that is not supported.
 */
export const readAssembly = (folder: string, urls: Urls = AWS_URLS): Assembly => {
  const manifest = readManifest(folder);
  const reading: Reading = { resources: [], inert: [], findings: [], stored: new Map(), manifest };
  for (const stack of manifest.stacks) readStack(new Scope(stack, urls, new Map(reading.stored)), reading);
  if (reading.findings.length > 0) throw new AssemblyRefused(reading.findings);
  return { resources: reading.resources, inert: reading.inert, roles: rolesOf(reading.resources) };
};

type Reading = {
  readonly resources: Resource[];
  readonly inert: Inert[];
  readonly findings: string[];
  readonly stored: Map<string, string>;
  readonly manifest: Manifest;
};

const readStack = (scope: Scope, reading: Reading): void => {
  const { name, template } = scope.stack;
  const findings = (where: string, work: () => void): void => {
    try {
      work();
    } catch (fault) {
      reading.findings.push(...explain(fault).map((what) => `${name} ${where} ${what}`.replace(/\.?$/, ".")));
    }
  };
  let order: readonly string[] = [];
  findings("Resources:", () => {
    order = provisioningOrder(template.Resources);
  });
  for (const logicalId of order) {
    const raw = template.Resources[logicalId];
    if (raw !== undefined) findings(`${logicalId} (${raw.Type}):`, () => readResource(scope, logicalId, raw, reading));
  }
};

const readResource = (scope: Scope, logicalId: string, raw: RawResource, reading: Reading): void => {
  if (!scope.exists(raw)) return;
  const about = { stack: scope.stack.name, logicalId, type: raw.Type };
  const inert = INERT_TYPES[raw.Type];
  if (inert !== undefined) {
    reading.inert.push({ ...about, why: inert });
    return;
  }
  if (!TYPES.has(raw.Type)) throw new Finding("this type is not supported");
  const { left, taken } = strip(raw.Type, raw.Properties);
  reading.inert.push(...taken.map(({ property, why }) => ({ ...about, property, why })));
  const resolved = z.record(z.string(), z.unknown()).parse(scope.resolver.resolve(left));
  const properties = withAssets(raw.Type, resolved, reading.manifest.asset);
  const { name, arn } = scope.identity(logicalId);
  const resource = Resource.parse({ ...about, name, arn, properties });
  if (resource.type === "AWS::SSM::Parameter") reading.stored.set(resource.name, resource.properties.Value);
  reading.resources.push(resource);
};

const explain = (fault: unknown): string[] => {
  if (fault instanceof Finding) return [fault.message];
  if (fault instanceof z.ZodError) return explainShape(fault, "properties");
  throw fault;
};

/** What is inert, one line a reason with how much of it there is: printed when the local cloud starts. */
export const inertSummary = (inert: readonly Inert[]): string[] => {
  const counted = new Map<string, number>();
  for (const { why } of inert) counted.set(why, (counted.get(why) ?? 0) + 1);
  return [...counted].sort(([a], [b]) => a.localeCompare(b)).map(([why, count]) => `${why}: ${count}`);
};
