import { parseArgs } from "node:util";
import { withChecks } from "./checks.ts";
import { platformOf } from "./platform.ts";
import { stageOf } from "./stages.ts";

/**
 * `npm run synth -- [--stage staging] [--region eu…] [--out cdk.out/staging]`: writes the templates of one stage, or
 * of all that are deployed, without account, network or Docker. Every rule of the built-in validator is an error, and
 * so is every rule of the packs for what is deployed.
 */
const { values } = parseArgs({
  options: { stage: { type: "string" }, region: { type: "string" }, out: { type: "string" } },
});
const strict = process.env["CDK_VALIDATION"] !== "false";
for (const name of values.stage === undefined ? ["staging", "production"] : [values.stage]) {
  const stage = stageOf(name, values.region);
  const outdir = values.out ?? `cdk.out/${stage.stage}`;
  const app = platformOf(stage, { outdir, context: { "@aws-cdk/core:validateAgainstDefaultRules": strict } });
  const { stacks } = (strict && name !== "local" ? withChecks(app, stage) : app).synth();
  console.log(
    `${stacks.length} stacks of ${name} in ${outdir}: ${stacks.map(({ stackName }) => stackName).join(", ")}`,
  );
}
