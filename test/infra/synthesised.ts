import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { platformOf } from "../../infra/platform.ts";
import { type Stage, stageOf } from "../../infra/stages.ts";

export type Properties = Readonly<Record<string, unknown>>;
type Declared = Readonly<{
  Type: string;
  Properties?: Properties;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
}>;
type Template = Readonly<{ Resources: Readonly<Record<string, Declared>>; Outputs?: Properties }>;

/** A resource of any stack, with where it stands. */
export type Resource = Readonly<{
  stack: string;
  id: string;
  type: string;
  properties: Properties;
  declared: Declared;
}>;

type Synthesised = Readonly<{
  stage: Stage;
  /** The text of each template by the stack's short name (`data`, `api`, `catalog`). */
  texts: ReadonlyMap<string, string>;
  resources: readonly Resource[];
  ofType: (...types: readonly string[]) => readonly Resource[];
}>;

export const PARTITIONS = [
  { partition: "aws-cn", region: "cn-north-1" },
  { partition: "aws", region: "eu-central-1" },
  { partition: "aws-us-gov", region: "us-gov-west-1" },
] as const;

const made = new Map<string, Synthesised>();

/** The templates of a stage in a region; synthesised once per test file. */
export const synthesised = (
  region = "cn-north-1",
  stageName = "production",
  change: Partial<Stage> = {},
): Synthesised => {
  const key = JSON.stringify([region, stageName, change]);
  const before = made.get(key);
  if (before !== undefined) return before;
  const now = synthesise({ ...stageOf(stageName, region), ...change });
  made.set(key, now);
  return now;
};

/** Synthesises anew, whatever was synthesised before. */
export const synthesise = (stage: Stage): Synthesised => {
  const outdir = mkdtempSync(join(tmpdir(), "onenet-synth-"));
  platformOf(stage, { outdir }).synth();
  const prefix = `onenet-${stage.stage}-${stage.instance}-`;
  const texts = new Map(
    readdirSync(outdir)
      .filter((file) => file.endsWith(".template.json"))
      .sort()
      .map((file) => [
        file.replace(prefix, "").replace(".template.json", ""),
        readFileSync(join(outdir, file), "utf8"),
      ]),
  );
  rmSync(outdir, { recursive: true });
  const resources = [...texts].flatMap(([stack, text]) => {
    const { Resources } = JSON.parse(text) as Template;
    return Object.entries(Resources).map(([id, declared]) => ({
      stack,
      id,
      type: declared.Type,
      properties: declared.Properties ?? {},
      declared,
    }));
  });
  return { stage, texts, resources, ofType: (...types) => resources.filter(({ type }) => types.includes(type)) };
};

/** The names of what is not as it should be: an empty list is the fact. */
export const those = (found: readonly Resource[], are: (it: Resource) => boolean): string[] =>
  found.filter(are).map(({ stack, id }) => `${stack}/${id}`);

/** A property by its path; nothing where it is not there. */
export const at = (properties: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((value, name) => (value as Properties | undefined)?.[name], properties);

export type Statement = Readonly<{
  effect: string;
  actions: readonly string[];
  resources: readonly unknown[];
  condition: unknown;
}>;

const list = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** The statements of a policy document, single values as lists. */
export const statementsOf = (document: unknown): Statement[] =>
  list(at(document, "Statement")).map((it) => ({
    effect: String(at(it, "Effect")),
    actions: list(at(it, "Action")).map(String),
    resources: list(at(it, "Resource")),
    condition: at(it, "Condition"),
  }));
