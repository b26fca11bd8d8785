import { execFileSync } from "node:child_process";
import { join } from "node:path";
import * as z from "zod";
import { ASSEMBLY, synthesiseIfChanged } from "../../local/cloud/synthesis.ts";
import { readAssembly } from "../../local/template/assembly.ts";
import { ROOT } from "./files.ts";

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
  beforeAll(() => synthesiseIfChanged({ build: true }));

  it("are handlers of at most two parameters: Lambda's Node 24 refuses callbacks", () => {
    const functions = readAssembly(join(ROOT, ASSEMBLY)).resources.flatMap((resource) => {
      if (resource.type !== "AWS::Lambda::Function") return [];
      const { Code, Handler, Environment } = resource.properties;
      const [module, handler] = Handler.split(".");
      const environment = { AWS_REGION: "cn-north-1", ...Environment?.Variables };
      return [{ name: resource.name, file: join(Code.folder, `${module}.mjs`), handler, environment }];
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
