import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import * as z from "zod";
import { CONTEXTS } from "../../infra/contexts/index.ts";
import { filesUnder, ROOT, textOf } from "./files.ts";

const documents = filesUnder(".").filter((path) => path.endsWith(".md"));
const exists = (path: string): boolean => existsSync(join(ROOT, path));

describe("documents", () => {
  it("link to what is there", () => {
    const broken = documents.flatMap((path) =>
      [...textOf(path).matchAll(/\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)/g)]
        .map(([, target = ""]) => normalize(join(dirname(path), target)))
        .filter((target) => !exists(target))
        .map((target) => `${path}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it("name tests that are there", () => {
    const gone = documents.flatMap((path) =>
      [...textOf(path).matchAll(/`(test\/[\w/-]+\.test\.ts)`/g)]
        .map(([, test = ""]) => test)
        .filter((test) => !exists(test))
        .map((test) => `${path}: ${test}`),
    );
    expect(gone).toEqual([]);
  });

  it("name commands that are there", () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(textOf("package.json")));
    const unknown = documents.flatMap((path) =>
      [...textOf(path).matchAll(/npm run ([\w:]+)/g)]
        .map(([, script = ""]) => script)
        .filter((script) => !(script in scripts))
        .map((script) => `${path}: ${script}`),
    );
    expect(unknown).toEqual([]);
  });
});

describe.each(["README.md", "README.zh-CN.md"])("the map in %s", (readme) => {
  it("has a line for every context that is deployed, and for no other", () => {
    const lines = [...textOf(readme).matchAll(/^\| \[([a-z]+)\]\(functions\/\1\/README\.md\)/gm)].map(
      ([, name]) => name,
    );
    expect(lines.sort()).toEqual(CONTEXTS.map(({ name }) => name).sort());
  });
});

describe("decisions", () => {
  const records = filesUnder("docs/decisions").filter((path) => /\/\d{4}-[a-z0-9-]+\.md$/.test(path));

  it("are numbered without a gap, and all in the index by their titles", () => {
    const index = textOf("docs/decisions/README.md");
    expect(records.map((path) => path.slice("docs/decisions/".length, "docs/decisions/0000".length))).toEqual(
      records.map((_, at) => String(at + 1).padStart(4, "0")),
    );
    const missing = records.filter((path) => {
      const [heading = ""] = textOf(path).split("\n");
      return !index.includes(`- [${heading.replace("# ", "")}](${path.split("/").at(-1)})`);
    });
    expect(missing).toEqual([]);
  });

  it.each(records)("%s says context, options, decision, what was gained and what was given up", (path) => {
    const text = textOf(path);
    const at = ["\n## Context\n", "\n## Options\n", "\n## Decision\n", "\n**Gained**: ", "\n**Given up**: "].map(
      (part) => text.indexOf(part),
    );
    expect(at).not.toContain(-1);
    expect([...at].sort((a, b) => a - b)).toEqual(at);
    const options = text.slice(at[1], at[2]).match(/^- \*\*/gm) ?? [];
    expect(options.length).toBeGreaterThanOrEqual(2);
  });
});
