import { parseArgs } from "node:util";
import { platformOf } from "./platform.ts";
import { stageOf } from "./stages.ts";

/**
 * `npm run synth -- [--stage staging] [--region eu…] [--out cdk.out/staging]`: writes the templates of one stage
 * without account, network or Docker; every rule of the built-in validator is an error.
 */
const { values } = parseArgs({
  options: { stage: { type: "string", default: "staging" }, region: { type: "string" }, out: { type: "string" } },
});
const stage = stageOf(values.stage, values.region);
const outdir = values.out ?? `cdk.out/${stage.stage}`;
const { stacks } = platformOf(stage, {
  outdir,
  context: { "@aws-cdk/core:validateAgainstDefaultRules": process.env["CDK_VALIDATION"] !== "false" },
}).synth();
console.log(
  `${stacks.length} stacks of ${stage.stage} in ${outdir}: ${stacks.map(({ stackName }) => stackName).join(", ")}`,
);
