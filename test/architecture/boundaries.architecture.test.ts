import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as z from "zod";

const ROOT = join(__dirname, "../..");

const Report = z.object({
  summary: z.object({
    violations: z.array(
      z.object({
        rule: z.object({ name: z.string() }),
        from: z.string(),
        /** The files of a cycle, which is reported once, from any of them. */
        cycle: z.array(z.object({ name: z.string() })).default([]),
      }),
    ),
  }),
});

/** A repository of two contexts and what is around them, in which nothing is wrong. */
const LAWFUL: Readonly<Record<string, readonly string[]>> = {
  "law/articles.ts": [],
  "functions/kernel/outcome.ts": ["../../law/articles.ts"],
  "functions/platform/aws.ts": ["@aws-sdk/client-dynamodb"],
  "functions/platform/serve.ts": ["./aws.ts", "../kernel/outcome.ts"],
  "functions/platform/principal.ts": ["zod"],
  "functions/apples/apple.ts": ["../kernel/outcome.ts", "../platform/principal.ts"],
  "functions/apples/contract.ts": ["./apple.ts"],
  "functions/apples/store.ts": ["./apple.ts"],
  "functions/apples/settings.ts": ["zod"],
  "functions/apples/use-cases.ts": ["./apple.ts", "./contract.ts", "./store.ts", "../pears/index.ts"],
  "functions/apples/deployed.ts": ["./store.ts", "./use-cases.ts", "./settings.ts", "../platform/aws.ts"],
  "functions/apples/api.ts": ["./deployed.ts", "./contract.ts", "../platform/serve.ts"],
  "functions/pears/index.ts": ["./pear.ts"],
  "functions/pears/pear.ts": ["../kernel/outcome.ts"],
  "infra/app.ts": ["../functions/apples/contract.ts", "../functions/apples/store.ts"],
  "local/start.ts": ["../functions/apples/contract.ts", "./seed/seed.ts"],
  "local/seed/seed.ts": ["../../functions/apples/store.ts"],
  "test/apples.unit.test.ts": ["../functions/apples/api.ts", "../functions/pears/pear.ts"],
};

/** One import more in the repository above, and the rule that it breaks. */
const MISTAKES: readonly (readonly [rule: string, from: string, to: string])[] = [
  ["no-cycles", "functions/pears/pear.ts", "./index.ts"],
  ["nobody-imports-a-door", "functions/apples/deployed.ts", "./api.ts"],
  ["neighbours-by-the-front-door", "functions/apples/use-cases.ts", "../pears/pear.ts"],
  ["domain-knows-the-law-alone", "functions/apples/apple.ts", "./store.ts"],
  ["domain-knows-the-law-alone", "functions/pears/pear.ts", "../platform/aws.ts"],
  ["imports-point-inward", "functions/apples/store.ts", "./use-cases.ts"],
  ["use-cases-are-given-what-they-need", "functions/apples/use-cases.ts", "./settings.ts"],
  ["aws-at-the-edge", "functions/apples/use-cases.ts", "../platform/aws.ts"],
  ["aws-at-the-edge", "functions/apples/contract.ts", "@aws-sdk/client-dynamodb"],
  ["platform-knows-no-context", "functions/platform/serve.ts", "../pears/index.ts"],
  ["kernel-knows-the-law-and-zod", "functions/kernel/outcome.ts", "node:fs"],
  ["law-knows-nothing", "law/articles.ts", "zod"],
  ["functions-are-deployed-alone", "functions/apples/deployed.ts", "../../infra/app.ts"],
  ["infra-reads-declarations", "infra/app.ts", "../functions/apples/use-cases.ts"],
  ["local-runs-what-was-synthesised", "local/start.ts", "../functions/apples/store.ts"],
  ["the-seed-opens-no-door", "local/seed/seed.ts", "../../functions/apples/use-cases.ts"],
  ["nothing-needs-a-test", "local/start.ts", "../test/apples.unit.test.ts"],
  ["declared-packages", "functions/apples/deployed.ts", "undeclared"],
  ["deployed-code-uses-runtime-packages", "functions/apples/deployed.ts", "for-development"],
  ["resolvable", "functions/apples/deployed.ts", "./nowhere.ts"],
];

const PACKAGES = ["zod", "@aws-sdk/client-dynamodb", "undeclared", "for-development"];

describe("what may import what", () => {
  let folder: string;

  const lay = async (file: string, text: string) => {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  };

  /** The violations in the repository above with some imports more, as `rule: file`. */
  const violations = async (more: readonly (readonly [rule: string, from: string, to: string])[]) => {
    for (const [file, imports] of Object.entries(LAWFUL)) {
      const added = more.filter(([, from]) => from === file).map(([, , to]) => to);
      await lay(file, [...imports, ...added].map((to) => `import "${to}";\n`).join(""));
    }
    const stdout = await new Promise<string>((resolve) =>
      execFile(
        process.execPath,
        [
          join(ROOT, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs"),
          ...["--config", ".dependency-cruiser.cjs", "--output-type", "json"],
          ...["functions", "law", "infra", "local", "test"],
        ],
        { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
        (_, said) => resolve(said),
      ),
    );
    const { summary } = Report.parse(JSON.parse(stdout));
    return new Set(
      summary.violations.flatMap(({ rule, from, cycle }) =>
        [from, ...cycle.map(({ name }) => name)].map((file) => `${rule.name}: ${file}`),
      ),
    );
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "boundaries-"));
    await copyFile(join(ROOT, ".dependency-cruiser.cjs"), join(folder, ".dependency-cruiser.cjs"));
    const dependencies = { zod: "1.0.0", "@aws-sdk/client-dynamodb": "1.0.0" };
    await lay("package.json", JSON.stringify({ dependencies, devDependencies: { "for-development": "1.0.0" } }));
    for (const name of PACKAGES) {
      await lay(`node_modules/${name}/package.json`, JSON.stringify({ name, version: "1.0.0", main: "index.js" }));
      await lay(`node_modules/${name}/index.js`, "");
    }
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("lets a repository pass in which every import is lawful", async () => {
    expect(await violations([])).toEqual(new Set());
  });

  it("finds every unlawful import by the rule that it breaks", async () => {
    const found = await violations(MISTAKES);
    expect(MISTAKES.filter(([rule, from]) => !found.has(`${rule}: ${from}`))).toEqual([]);
  });

  it("finds what nobody uses", async () => {
    await lay("functions/pears/lonely.ts", "");
    await lay("functions/pears/forgotten.ts", 'import "./pear.ts";');
    const found = await violations([]);
    expect(found).toEqual(
      new Set([
        "no-orphans: functions/pears/lonely.ts",
        "no-dead-files: functions/pears/lonely.ts",
        "no-dead-files: functions/pears/forgotten.ts",
      ]),
    );
  });
});
