import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import * as z from "zod";
import { PLACE } from "./place.ts";
import { AssemblyRefused, Finding } from "./refused.ts";

const Artifact = z.object({
  type: z.string(),
  environment: z.string().optional(),
  dependencies: z.array(z.string()).default([]),
  properties: z
    .object({ templateFile: z.string().optional(), stackName: z.string().optional(), file: z.string().optional() })
    .optional(),
});
type Artifact = z.infer<typeof Artifact>;
const Manifest = z.object({ artifacts: z.record(z.string(), Artifact).default({}) });

const RawResource = z.strictObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DependsOn: z.union([z.string(), z.array(z.string())]).default([]),
  Condition: z.string().optional(),
  Metadata: z.unknown().optional(),
  // Nothing of the assembly is ever deleted or replaced on one machine.
  DeletionPolicy: z.unknown().optional(),
  UpdateReplacePolicy: z.unknown().optional(),
});
export type RawResource = z.infer<typeof RawResource>;

const Template = z.strictObject({
  AWSTemplateFormatVersion: z.string().optional(),
  Description: z.string().optional(),
  Metadata: z.unknown().optional(),
  Parameters: z.record(z.string(), z.looseObject({ Type: z.string(), Default: z.unknown().optional() })).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Rules: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(z.string(), RawResource).default({}),
  Outputs: z.record(z.string(), z.looseObject({ Export: z.unknown().optional() })).default({}),
});

const Assets = z.object({
  files: z
    .record(
      z.string(),
      z.object({
        source: z.object({ path: z.string(), packaging: z.string() }),
        destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
      }),
    )
    .default({}),
});

/** A stack as synthesised; `name` is the one it is deployed under. */
export type Stack = { readonly name: string; readonly template: z.infer<typeof Template> };

export type Manifest = {
  readonly stacks: readonly Stack[];
  /** The file or folder behind the key under which an asset would be uploaded. */
  asset(key: string, packaging: "zip" | "file"): string;
};

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"));

/** Reads manifest, templates and asset lists of a synthesised assembly; stacks come after those they depend on. */
export const readManifest = (folder: string): Manifest => {
  const { artifacts } = Manifest.parse(readJson(join(folder, "manifest.json")));
  const findings = Object.entries(artifacts).flatMap(([id, { type, environment }]) => {
    if (type === "cdk:cloud-assembly") return [`${id} is a nested assembly: read its own folder.`];
    const region = environment?.split("/").at(-1);
    const isElsewhere = region !== undefined && region !== "unknown-region" && region !== PLACE.region;
    return type === STACK && isElsewhere ? [`${id}: a stack in ${region}, this machine is ${PLACE.region}.`] : [];
  });
  const stacks = inOrder(artifacts).map((id) => readStack(folder, id, artifacts[id]));
  findings.push(...stacks.flatMap(refusedSections));
  if (findings.length > 0) throw new AssemblyRefused(findings);
  const assets = readAssets(folder, artifacts);
  return {
    stacks,
    asset: (key, packaging) => {
      const found = assets.get(key);
      if (found === undefined) throw new Finding(`no asset of the assembly has the key ${key}`);
      const isFolder = statSync(found).isDirectory();
      if (isFolder !== (packaging === "zip"))
        throw new Finding(`asset ${key} must be a ${isFolder ? "file" : "folder"}`);
      return found;
    },
  };
};

const STACK = "aws:cloudformation:stack";

const readStack = (folder: string, id: string, artifact: Artifact | undefined): Stack => {
  const parsed = Template.safeParse(
    readJson(join(folder, artifact?.properties?.templateFile ?? `${id}.template.json`)),
  );
  if (parsed.success) return { name: artifact?.properties?.stackName ?? id, template: parsed.data };
  throw new AssemblyRefused(parsed.error.issues.map((issue) => `${id} ${issue.path.join(".")}: ${issue.message}.`));
};

const refusedSections = ({ name, template }: Stack): string[] => [
  ...Object.entries(template.Outputs).flatMap(([output, { Export }]) =>
    Export === undefined ? [] : [`${name} ${output}: an export can never be taken back, pass names or parameters.`],
  ),
  // This rule of the CDK asks for a bootstrapped account; any other might forbid what we would run.
  ...Object.keys(template.Rules).flatMap((rule) =>
    rule === "CheckBootstrapVersion" ? [] : [`${name} ${rule}: template rules are not checked.`],
  ),
];

const readAssets = (folder: string, artifacts: Readonly<Record<string, Artifact>>): Map<string, string> => {
  const assets = new Map<string, string>();
  for (const { type, properties } of Object.values(artifacts)) {
    if (type !== "cdk:asset-manifest" || properties?.file === undefined) continue;
    for (const { source, destinations } of Object.values(Assets.parse(readJson(join(folder, properties.file))).files))
      for (const { objectKey } of Object.values(destinations)) assets.set(objectKey, resolve(folder, source.path));
  }
  return assets;
};

/** Depth first, in the order of the manifest, so that the same assembly always comes up in the same order. */
const inOrder = (artifacts: Readonly<Record<string, Artifact>>): string[] => {
  const ordered = new Set<string>();
  const place = (id: string): void => {
    const artifact = artifacts[id];
    if (artifact === undefined || ordered.has(id)) return;
    artifact.dependencies.forEach(place);
    ordered.add(id);
  };
  Object.keys(artifacts).forEach(place);
  return [...ordered].filter((id) => artifacts[id]?.type === STACK);
};
