import { parseArgs } from "node:util";
import { withChecks } from "./checks.ts";
import { platformOf } from "./platform.ts";
import { stageOf } from "./stages.ts";

/**
 * `npm run synth -- [--stage staging] [--region eu…] [--out cdk.out/staging]`: writes the templates of one stage
 * without account, network or Docker; every rule of the built-in validator is an error, and
 * so is every rule of the packs for what is deployed.
 */
const { values } = parseArgs({
  options: { stage: { type: "string", default: "staging" }, region: { type: "string" }, out: { type: "string" } },
});
const stage = stageOf(values.stage, values.region);
const outdir = values.out ?? `cdk.out/${stage.stage}`;
const strict = process.env["CDK_VALIDATION"] !== "false";
const app = platformOf(stage, { outdir, context: { "@aws-cdk/core:validateAgainstDefaultRules": strict } });
const { stacks } = (strict && stage.stage !== "local" ? withChecks(app, stage) : app).synth();
console.log(
  `${stacks.length} stacks of ${stage.stage} in ${outdir}: ${stacks.map(({ stackName }) => stackName).join(", ")}`,
);
