// One esbuild call bundles everything: each function into a folder of its own (dist/functions/<context>/<door>/), the
// CDK app, the local cloud and the commands. What runs in Lambda carries its dependencies; what runs here does not.
import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const DOORS = ["api", "seal", "receive", "anonymous", "exchange", "authorizer", "tasks", "listener", "sweep"];

const doors = readdirSync("functions", { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) =>
    DOORS.filter((door) => existsSync(`functions/${name}/${door}.ts`)).map((door) => [
      `functions/${name}/${door}/index`,
      `functions/${name}/${door}.ts`,
    ]),
  );
doors.push(["functions/platform/relay/index", "functions/platform/relay/door.ts"]);

const commands = [
  ["infra/app", "infra/app.ts"],
  ["infra/synth", "infra/synth.ts"],
  ["infra/documents", "infra/documents.ts"],
  ["local/start", "local/start.ts"],
  ["local/clock", "local/clock-command.ts"],
  ["local/token", "local/token-command.ts"],
  ["law/report", "law/report.ts"],
  ["demo/demo", "demo/demo.ts"],
  ["bench/bench", "bench/bench.ts"],
].filter(([, file]) => existsSync(file));

const common = {
  bundle: true,
  platform: "node",
  format: "esm",
  outExtension: { ".js": ".mjs" },
  logLevel: "warning",
  legalComments: "none",
};

/** Lists that nobody edits: every file under infra/contexts is a context, by its name. */
const writeLists = () => {
  const names = readdirSync("infra/contexts")
    .filter((file) => file !== "index.ts")
    .map((file) => file.replace(".ts", ""))
    .sort();
  const head = "// Written by build.mjs: a file under infra/contexts/ is a context.\n";
  const list = (of) => (of.length > 8 ? `\n  ${of.join(",\n  ")},\n` : of.join(", "));
  write(
    "infra/contexts/index.ts",
    `${head}import type { ContextDeclaration } from "../context.ts";
${names.map((name) => `import { ${name} } from "./${name}.ts";\n`).join("")}
/** Every context of the platform, by name. */
export const CONTEXTS: readonly ContextDeclaration[] = [${list(names)}];
`,
  );
  write(
    "demo/everything.ts",
    `${head}${names.map((name) => `import { contract as ${name} } from "../functions/${name}/contract.ts";\n`).join("")}
/** Every operation of the platform: what one client calls. */
export const everything = {
${names.map((name) => `  ...${name},\n`).join("")}};
`,
  );
};

const write = (file, text) => {
  if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeFileSync(file, text);
};

/** Builds beside `dist` and takes its place when whole: of two builds at once neither sees the other's half. */
export const bundle = async () => {
  writeLists();
  const fresh = `dist.${process.pid}`;
  try {
    await bundleInto(fresh);
    put(fresh);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
};

/** Another build may put its own there in the moment between: then that one makes way too. */
const put = (fresh) => {
  const old = `${fresh}.old`;
  for (let tries = 1; ; tries++) {
    if (existsSync("dist")) renameUnlessGone("dist", old);
    rmSync(old, { recursive: true, force: true });
    try {
      return renameSync(fresh, "dist");
    } catch (error) {
      if (error.code !== "ENOTEMPTY" || tries === 10) throw error;
    }
  }
};

const renameUnlessGone = (from, to) => {
  try {
    renameSync(from, to);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
};

/**
 * The SDK's schemas have computed keys, which a bundler must take for side effects: then every function carries the
 * shapes of every call of a service (of S3: 70 KB). With the names written out it carries those that it makes.
 */
const plainSchemas = {
  name: "plain-schemas",
  setup: ({ onLoad }) => {
    onLoad({ filter: /@aws-sdk.client-.*schemas_\d+\.js$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      const names = new Map(
        [...text.matchAll(/^const (_\w+) = ("[^"]*");$/gm)].map(([, name, value]) => [name, value]),
      );
      return { contents: text.replace(/\[(_\w+)\]:/g, (key, name) => (names.has(name) ? `${names.get(name)}:` : key)) };
    });
  },
};

const bundleInto = async (outdir) => {
  const [functions] = await Promise.all([
    build({
      ...common,
      entryPoints: Object.fromEntries(doors),
      outdir,
      target: "node24",
      minify: true,
      keepNames: true,
      metafile: true,
      mainFields: ["module", "main"],
      plugins: [plainSchemas],
      alias: {
        "@aws-sdk/credential-provider-node": "./functions/platform/credentials.ts",
        "@smithy/core/event-streams": "./functions/platform/event-streams.ts",
      },
      // Some dependencies still call require for Node's own modules.
      banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    }),
    build({
      ...common,
      entryPoints: Object.fromEntries(commands),
      outdir,
      target: "node20",
      packages: "external",
      sourcemap: "inline",
    }),
  ]);
  await layDocs(outdir);
  writeFileSync(`${outdir}/bundles.json`, JSON.stringify(sizesOf(functions.metafile, outdir), undefined, 2));
};

/** What the documentation's function serves lies beside its bundle, so that it needs no outside request. */
const layDocs = async (outdir) => {
  const folder = `${outdir}/functions/docs/anonymous`;
  const { openApi } = await import(`./${outdir}/infra/documents.mjs?${Date.now()}`);
  writeFileSync(`${folder}/openapi.json`, openApi());
  copyFileSync("functions/docs/index.html", `${folder}/index.html`);
  copyFileSync("node_modules/redoc/bundles/redoc.standalone.js", `${folder}/redoc.js`);
};

/** Bytes per function bundle, for `npm run bench` and the budget test. */
const sizesOf = ({ outputs }, outdir) =>
  Object.fromEntries(
    Object.entries(outputs).map(([file, { bytes }]) => [
      file.replace(`${outdir}/functions/`, "").replace(/\/index\.mjs$/, ""),
      bytes,
    ]),
  );

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle();
