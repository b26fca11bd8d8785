import { type App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks } from "cdk-nag";
import { acknowledgedFor } from "./acknowledged.ts";
import { CONTEXTS } from "./contexts/index.ts";
import { flowsOf } from "./flows.ts";
import { Names } from "./names.ts";
import type { Stage } from "./stages.ts";

/** Holds an app against the packs: what they find and nobody has acknowledged with a reason stops the synthesis. */
export const withChecks = (app: App, stage: Stage): App => {
  const validations = Validations.of(app);
  validations.addPlugins(new AwsSolutionsChecks(app), new NIST80053R5Checks(app), new ServerlessChecks(app));
  const names = new Names(stage);
  const folders = CONTEXTS.filter(({ stores }) => stores.length > 0).map(({ name }) => name);
  const machines = CONTEXTS.flatMap(({ name, sweep }) =>
    sweep === undefined ? [] : flowsOf(name, CONTEXTS).map(({ flow }) => ({ flow, name, sweep })),
  )
    .filter(({ flow, sweep }) => sweep.begins === undefined || sweep.begins.includes(flow))
    .map(({ flow, name }) => names.of(name, flow));
  for (const rule of acknowledgedFor(stage, folders, names.of("journal"), names.of("uploads"), machines))
    validations.acknowledge(rule);
  return app;
};
