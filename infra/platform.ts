import { App, type AppProps } from "aws-cdk-lib";
import { ApiStack } from "./api-stack.ts";
import { ContextStack } from "./context-stack.ts";
import { CONTEXTS } from "./contexts/index.ts";
import { DataStack } from "./data-stack.ts";
import { seededInstitutions } from "./institutions.ts";
import { Names } from "./names.ts";
import { type Stage, stageOf } from "./stages.ts";

/** The whole platform of one stage as a CDK app: data apart from what runs, one stack a context, one API. */
export const platformOf = (stage: Stage, props: AppProps = {}): App => {
  const app = new App({ analyticsReporting: false, treeMetadata: false, ...props });
  const names = new Names(stage);
  const env = { region: stage.region, ...(stage.account === undefined ? {} : { account: stage.account }) };
  const data = new DataStack(app, names.of("data"), { env, stage, contexts: CONTEXTS, terminationProtection: true });
  const api = new ApiStack(app, names.of("api"), {
    env,
    stage,
    contexts: CONTEXTS,
    institutions: seededInstitutions(),
  });
  for (const context of CONTEXTS) {
    const stack = new ContextStack(app, names.of(context.name), { env, stage, context, contexts: CONTEXTS });
    stack.addStackDependency(data);
    api.addStackDependency(stack);
  }
  return app;
};

/** The stage that `-c stage=…` names: staging unless told otherwise; `-c region=…` for another partition's synthesis. */
export const stageFrom = (context: (key: string) => unknown): Stage => {
  const region = context("region");
  return stageOf(String(context("stage") ?? "staging"), region === undefined ? undefined : String(region));
};
