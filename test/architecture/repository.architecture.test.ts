import { homedir, tmpdir } from "node:os";
import { dirname } from "node:path";
import * as z from "zod";
import { contextFolders, filesUnder, ROOT, textOf } from "./files.ts";

const code = filesUnder("functions", "law", "infra", "local", "test/support").filter((path) => path.endsWith(".ts"));

describe("files", () => {
  it("are at most 250 lines long, without exception", () => {
    const lengths = code.map((path) => ({ path, lines: textOf(path).split("\n").length - 1 }));
    expect(lengths.filter(({ lines }) => lines > 250)).toEqual([]);
  });

  it("name no folder of the machine they were written on", () => {
    // Every machine has a root and a place for temporary files: naming those tells nothing.
    const everywhere = ["/", tmpdir()];
    const folders = [homedir(), dirname(ROOT), ROOT]
      .filter((folder) => !everywhere.includes(folder))
      .map((folder) => `${folder}/`);
    const naming = filesUnder(".").filter((path) => {
      const text = textOf(path);
      return folders.some((folder) => new RegExp(`(?<![\\w.@-])${escaped(folder)}`).test(text));
    });
    expect(naming).toEqual([]);
  });

  it("are free of tasks left for later", () => {
    const left = new RegExp(["TO", "DO|FIX", "ME|X", "XX"].join(""));
    expect(code.filter((path) => left.test(textOf(path)))).toEqual([]);
  });
});

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

describe("a context", () => {
  const HEADINGS = ["Purpose", "Articles", "Life", "Doors", "Clocks", "Announces and listens", "Surprises"];

  it.each(contextFolders())("%s has a README with all headings, in their order", (context) => {
    const headings = [...textOf(`functions/${context}/README.md`).matchAll(/^## (.+)$/gm)].map(
      ([, heading]) => heading,
    );
    expect(headings).toEqual(HEADINGS);
  });

  it("reads the environment where settings are read, and nowhere else", () => {
    const reading = filesUnder("functions").filter(
      (path) => path.endsWith(".ts") && /\bprocess\.env\b/.test(textOf(path)),
    );
    expect(reading).toEqual(["functions/platform/settings.ts"]);
  });

  it("is told the day and the moment: it never asks for them", () => {
    const timeless = filesUnder("functions").filter(
      (path) => path.endsWith(".ts") && !path.startsWith("functions/platform/"),
    );
    expect(timeless.filter((path) => /\bDate\.now\b|\bnew Date\(\)/.test(textOf(path)))).toEqual([]);
  });

  it("throws nothing: a lawful no is a value", () => {
    const lawful = filesUnder("functions").filter(
      (path) => path.endsWith(".ts") && !path.startsWith("functions/platform/"),
    );
    expect(lawful.filter((path) => /^\s*throw\b/m.test(textOf(path)))).toEqual([]);
  });
});

const Dependencies = z.record(z.string(), z.string());
const Package = z.object({
  dependencies: Dependencies,
  optionalDependencies: Dependencies,
  devDependencies: Dependencies,
  scripts: z.record(z.string(), z.string()),
});
const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      dev: z.boolean().default(false),
      optional: z.boolean().default(false),
      hasInstallScript: z.boolean().default(false),
      resolved: z.string().optional(),
    }),
  ),
});

describe("package.json", () => {
  const { dependencies, optionalDependencies, devDependencies, scripts } = Package.parse(
    JSON.parse(textOf("package.json")),
  );
  const { packages } = Lock.parse(JSON.parse(textOf("package-lock.json")));

  it("names exact versions", () => {
    const all = Object.entries({ ...dependencies, ...optionalDependencies, ...devDependencies });
    expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  it("takes run-time packages of at most 15 projects; packages of one scope are one project's, published together", () => {
    const projects = new Set(Object.keys(dependencies).map((name) => /^(@[^/]+)\//.exec(name)?.[1] ?? name));
    expect(projects.size).toBeLessThanOrEqual(15);
  });

  it("installs without running anybody's script", () => {
    expect(textOf(".npmrc")).toMatch(/^ignore-scripts=true$/m);
    expect(Object.keys(scripts).filter((name) => /^(pre|post)?install$|^prepare$/.test(name))).toEqual([]);
    const deployed = Object.entries(packages).filter(([, { dev, optional }]) => !dev && !optional);
    expect(deployed.filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([]);
  });

  it("is installed from whatever registry the machine is told: the lock file names none", () => {
    expect(Object.values(packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
  });

  it("has a line in the decision on libraries for every package", () => {
    const decision = textOf("docs/decisions/0013-libraries-taken.md");
    const all = Object.keys({ ...dependencies, ...optionalDependencies, ...devDependencies });
    expect(all.filter((name) => !decision.includes(`\`${name}\``))).toEqual([]);
  });
});
