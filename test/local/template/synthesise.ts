import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, CfnResource, Stack } from "aws-cdk-lib";
import { type Assembly, readAssembly } from "../../../local/template/assembly.ts";
import { AssemblyRefused } from "../../../local/template/refused.ts";
import type { Resource } from "../../../local/template/support.ts";

export const aFolder = (): string => mkdtempSync(join(tmpdir(), "assembly-"));

/** Synthesises what the test builds, as `npm start` does, and gives the folder of the assembly. */
export const synthesise = (build: (app: App) => void): string => {
  const app = new App({ outdir: aFolder(), analyticsReporting: false });
  build(app);
  return app.synth().directory;
};

export const aStack = (app: App, id = "Things"): Stack =>
  new Stack(app, id, { stackName: `onenet-local-city-${id.toLowerCase()}`, env: { region: "cn-north-1" } });

/** Reads a stack of the test's making; the CDK checks nothing of what stands in it. */
export const read = (build: (stack: Stack) => void): Assembly => readAssembly(synthesise((app) => build(aStack(app))));

export const raw = (stack: Stack, id: string, type: string, properties: Record<string, unknown> = {}): CfnResource =>
  new CfnResource(stack, id, { type, properties });

/** What the assembly is refused for. */
export const findingsOf = (work: () => unknown): readonly string[] => {
  try {
    work();
  } catch (fault) {
    if (fault instanceof AssemblyRefused) return fault.findings;
    throw fault;
  }
  throw new Error("It was not refused.");
};

/** The one resource of a type. */
export const the = <T extends Resource["type"]>(assembly: Assembly, type: T): Extract<Resource, { type: T }> => {
  const [first] = allOf(assembly, type);
  if (first === undefined) throw new Error(`There is no ${type}.`);
  return first;
};

export const allOf = <T extends Resource["type"]>(assembly: Assembly, type: T): Extract<Resource, { type: T }>[] =>
  assembly.resources.filter((it): it is Extract<Resource, { type: T }> => it.type === type);
