import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { ASSEMBLY, synthesiseIfChanged } from "../../local/cloud/synthesis.ts";
import { ROOT } from "./files.ts";

const Template = z.object({ Resources: z.record(z.string(), z.object({ Type: z.string() }).loose()) });
const Deployed = z.object({
  Properties: z.object({
    Code: z.object({ S3Key: z.string() }),
    FunctionName: z.string(),
    Handler: z.string(),
    Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
  }),
});

/** Loads each deployed handler with the environment it is deployed with, and counts its parameters. */
const COUNT = `
const found = {};
for (const { name, file, handler, environment } of JSON.parse(process.argv[1])) {
  Object.assign(process.env, environment);
  found[name] = (await import(file))[handler]?.length ?? "is not exported";
}
console.log(JSON.stringify(found));
`;

describe("what is deployed", () => {
  beforeAll(() => synthesiseIfChanged({ build: true }), 120_000);

  it("are handlers of at most two parameters: Lambda's Node 24 refuses callbacks", () => {
    const folder = join(ROOT, ASSEMBLY);
    const functions = readdirSync(folder)
      .filter((file) => file.endsWith(".template.json"))
      .flatMap((file) => Object.values(Template.parse(JSON.parse(readFileSync(join(folder, file), "utf8"))).Resources))
      .filter(({ Type }) => Type === "AWS::Lambda::Function")
      .map((resource) => {
        const { Properties } = Deployed.parse(resource);
        const [module, handler] = Properties.Handler.split(".");
        const environment = Object.entries(Properties.Environment.Variables).map(([name, value]) => [name, `${value}`]);
        return {
          name: Properties.FunctionName,
          file: join(folder, `asset.${Properties.Code.S3Key.replace(".zip", "")}`, `${module}.mjs`),
          handler,
          environment: { AWS_REGION: "cn-north-1", ...Object.fromEntries(environment) },
        };
      });
    const said = execFileSync(process.execPath, ["--input-type=module", "--eval", COUNT, JSON.stringify(functions)], {
      env: process.env,
    });
    const parameters = z
      .record(z.string(), z.unknown())
      .parse(JSON.parse(said.toString().trim().split("\n").at(-1) ?? ""));
    expect(Object.keys(parameters)).toHaveLength(functions.length);
    expect(Object.entries(parameters).filter(([, count]) => typeof count !== "number" || count > 2)).toEqual([]);
  });
});
