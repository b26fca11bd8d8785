import type { Kind } from "./article.ts";

/** A file of the repository: its path from the root, with forward slashes, and its text. */
export type SourceFile = Readonly<{ path: string; text: string }>;

/** A place where code, a flow or the infrastructure names the article it keeps. */
export type Keeper = Readonly<{
  citation: string;
  form: "bar" | "clock" | "register" | "operation" | "flow" | "infra";
  name: string;
  path: string;
}>;

/** A test whose title names an article. */
export type Showing = Readonly<{ citation: string; title: string; path: string }>;

/** A mention of an article anywhere in the sources, comments included. */
export type Mention = Readonly<{ citation: string; path: string }>;

/** What each form can keep. Registers and reports are kept by what serves them: a register or an operation. */
export const KEEPS: Readonly<Record<Keeper["form"], readonly Kind[]>> = {
  bar: ["rule"],
  clock: ["clock"],
  register: ["register", "report"],
  operation: ["register", "report"],
  flow: ["flow"],
  infra: ["infra"],
};

// Not inside a word, a path, a colour or an identifier: `SHA256`, `#A1B2C3` and `x-A12` are no citations.
const CITATION = /(?<![\w#/.-])A\d{1,3}(?:p\d+)?(?:\(\d+\))?(?!\w)/g;

const citationsIn = (text: string): string[] => [...new Set(text.match(CITATION))];

const BAR = /\bbar(?:<[^(]*>)?\(\s*"([^"]+)",\s*"([^"]+)"/g;
const CLOCK = /\bclock(?:<[^(]*>)?\(\s*"([^"]+)",\s*"([^"]+)"/g;
const DECLARATION = /(?:(\w+)\s*(?:=|:)\s*)?\b(register|operation)(?:<[^(]*>)?\(\s*\{/g;
const CITES = /\bcites:\s*\[([^\]]*)\]/;
const COMMENT_OF_STATE = /"Comment"\s*:\s*"((?:\\.|[^"\\])*)"/g;
// The citation comes first in a comment of the infrastructure: elsewhere in the sentence it explains, not claims.
const COMMENT_OF_INFRA = /(?:\/\/|\/\*\*?|^\s*\*)\s*((?:A\d+(?:p\d+)?(?:\(\d+\))?(?:,\s*|:|\s|$))+)/gm;
// A title is followed by what the test does: that tells `it("A2: …", () =>` from `bar("A2", "code"`.
const TITLE = /\(\s*(["'`])((?:\\.|(?!\1)[^\\])*)\1,\s*(?:async\b|\(|function\b)/g;

const barsIn = ({ path, text }: SourceFile): Keeper[] =>
  [...text.matchAll(BAR)].map(([, citation = "", name = ""]) => ({ citation, form: "bar", name, path }));

const clocksIn = ({ path, text }: SourceFile): Keeper[] =>
  [...text.matchAll(CLOCK)].map(([, name = "", citation = ""]) => ({ citation, form: "clock", name, path }));

/** Each declaration is read up to the next one, so that one without citations does not borrow its neighbour's. */
const declarationsIn = ({ path, text }: SourceFile): Keeper[] => {
  const found = [...text.matchAll(DECLARATION)];
  return found.flatMap((match, at) => {
    const own = text.slice(match.index, found[at + 1]?.index);
    const [, name = "unnamed", form] = match;
    return citationsIn(CITES.exec(own)?.[1] ?? "").map(
      (citation): Keeper => ({ citation, form: form === "register" ? "register" : "operation", name, path }),
    );
  });
};

const flowsIn = ({ path, text }: SourceFile): Keeper[] => {
  const name = (path.split("/").at(-1) ?? path).replace(".asl.json", "");
  const comments = [...text.matchAll(COMMENT_OF_STATE)].map(([, comment = ""]) => comment);
  return citationsIn(comments.join("\n")).map((citation) => ({ citation, form: "flow", name, path }));
};

const infraIn = ({ path, text }: SourceFile): Keeper[] => {
  const name = (path.split("/").at(-1) ?? path).replace(".ts", "");
  const heads = [...text.matchAll(COMMENT_OF_INFRA)].map(([, head = ""]) => head);
  return citationsIn(heads.join("\n")).map((citation) => ({ citation, form: "infra", name, path }));
};

const isCode = ({ path }: SourceFile): boolean => path.startsWith("functions/") && path.endsWith(".ts");
const isFlow = ({ path }: SourceFile): boolean => path.startsWith("statemachines/") && path.endsWith(".asl.json");
const isInfra = ({ path }: SourceFile): boolean => path.startsWith("infra/") && path.endsWith(".ts");
// The tests of this reading quote titles that show nothing.
const isTest = ({ path }: SourceFile): boolean => /^test\/(?!law\/).*\.test\.ts$/.test(path);

/** All places of the repository that say which article they keep. */
export const keepersIn = (files: readonly SourceFile[]): Keeper[] => [
  ...files.filter(isCode).flatMap((file) => [...barsIn(file), ...clocksIn(file), ...declarationsIn(file)]),
  ...files.filter(isFlow).flatMap(flowsIn),
  ...files.filter(isInfra).flatMap(infraIn),
];

/** All tests whose title names an article. */
export const showingsIn = (files: readonly SourceFile[]): Showing[] =>
  files
    .filter(isTest)
    .flatMap(({ path, text }) =>
      [...text.matchAll(TITLE)].flatMap(([, , title = ""]) =>
        citationsIn(title).map((citation) => ({ citation, title, path })),
      ),
    );

/** All mentions of an article in functions, flows and infrastructure, in code or comment, once per file. */
export const mentionsIn = (files: readonly SourceFile[]): Mention[] =>
  files
    .filter((file) => isCode(file) || isFlow(file) || isInfra(file))
    .flatMap(({ path, text }) => citationsIn(text).map((citation) => ({ citation, path })));
