import { ARTICLES } from "./articles.ts";
import { type Coverage, coverageOf, type Entry } from "./coverage.ts";
import { readRepository } from "./repository.ts";

const linesOf = ({ citation, article, keepers, showings, missing }: Entry): string[] => [
  `${citation}  ${article.kinds.join(", ")}${article.contexts.length > 0 ? ` · ${article.contexts.join(", ")}` : ""}`,
  `  ${article.zh}`,
  `  ${article.en}`,
  ...keepers.map(({ form, name, path }) => `  kept by   ${form} ${name} (${path})`),
  ...showings.map(({ title, path }) => `  shown by  "${title}" (${path})`),
  ...missing.map((why) => `  not yet   ${why}`),
  "",
];

const summaryOf = ({ entries, unkept, untested, unknown }: Coverage): string[] => {
  const kept = entries.filter(({ keepers }) => keepers.length > 0).length;
  const complete = entries.filter(({ keepers, missing }) => keepers.length > 0 && missing.length === 0).length;
  const idle = entries.filter(({ article }) => article.contexts.length === 0).length;
  return [
    `${entries.length} duties: ${idle} ask nothing of the platform, ${kept} are kept in part or in full, ` +
      `${complete} are kept in full and shown by a test.`,
    ...unkept.map(({ citation, why }) => `unkept    ${citation}: ${why}`),
    ...untested.map(({ citation, form, name, path }) => `untested  ${citation}: ${form} ${name} (${path})`),
    ...unknown.map(({ citation, path }) => `unknown   ${citation} (${path})`),
  ];
};

/** `npm run law [-- --json]`, from the root: article by article, who keeps it, what shows it, what is missing. */
const coverage = coverageOf(ARTICLES, await readRepository(process.cwd()));
if (process.argv.includes("--json")) {
  console.log(JSON.stringify(coverage, undefined, 2));
} else {
  console.log([...coverage.entries.flatMap(linesOf), ...summaryOf(coverage)].join("\n"));
}
