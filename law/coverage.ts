import { type Article, CONTEXTS, type Context, type Kind } from "./article.ts";
import {
  KEEPS,
  type Keeper,
  keepersIn,
  type Mention,
  mentionsIn,
  type Showing,
  type SourceFile,
  showingsIn,
} from "./reading.ts";

/** A duty that should be kept today and is not; `why` is a sentence for people. */
type Unkept = Readonly<{ citation: string; why: string }>;

/** What is known of one key of the catalogue: who keeps it, what shows it, and what is still missing, in sentences. */
export type Entry = Readonly<{
  citation: string;
  article: Article;
  keepers: readonly Keeper[];
  showings: readonly Showing[];
  missing: readonly string[];
}>;

export type Coverage = Readonly<{
  entries: readonly Entry[];
  /** Duties of contexts that exist, kept by nothing. */
  unkept: readonly Unkept[];
  /** Articles that code says it keeps and no test title names. */
  untested: readonly Keeper[];
  /** Mentions of articles that the catalogue does not list. */
  unknown: readonly Mention[];
}>;

const isContext = (text: string | undefined): text is Context => CONTEXTS.some((context) => context === text);

/** A context exists as soon as it has a contract; the platform, which has no operations, as soon as it is deployed. */
export const existingContexts = (files: readonly SourceFile[]): Context[] => {
  const paths = new Set(files.map(({ path }) => path));
  return CONTEXTS.filter((context) =>
    context === "platform" ? paths.has("infra/app.ts") : paths.has(`functions/${context}/contract.ts`),
  );
};

/** Infrastructure that is not one context's own (`infra/contexts/…`) is the platform's. */
const contextOf = ({ path }: Keeper): Context | undefined => {
  const [area, folder, file] = path.split("/");
  if (area !== "infra") return isContext(folder) ? folder : undefined;
  const own = folder === "contexts" ? CONTEXTS.find((context) => file?.startsWith(context)) : undefined;
  return own ?? "platform";
};

const asksNothing = ({ kinds }: Article): boolean => kinds.every((kind) => kind === "people" || kind === "none");

const keepsAs = (keeper: Keeper, kinds: readonly Kind[]): boolean =>
  KEEPS[keeper.form].some((it) => kinds.includes(it));

/** Each context must keep its part in some way; once all are there, each way must be kept by one of them. */
const unkeptOf = (citation: string, article: Article, keepers: readonly Keeper[], existing: readonly Context[]) => {
  const idle = article.contexts
    .filter((context) => existing.includes(context))
    .filter((context) => !keepers.some((it) => contextOf(it) === context && keepsAs(it, article.kinds)));
  if (idle.length > 0) return idle.map((context) => ({ citation, why: `${context} exists and keeps nothing of it` }));
  if (!article.contexts.every((context) => existing.includes(context))) return [];
  return article.kinds
    .filter((kind) => !keepers.some((it) => keepsAs(it, [kind])))
    .map((kind) => ({ citation, why: `nothing found that keeps it as a ${kind}` }));
};

/** Holds the catalogue against the texts of the repository. Pure: what is not among the files does not exist. */
export const coverageOf = (articles: Readonly<Record<string, Article>>, files: readonly SourceFile[]): Coverage => {
  const existing = existingContexts(files);
  const keepers = keepersIn(files);
  const showings = showingsIn(files);
  const shown = new Set(showings.map(({ citation }) => citation));

  const entries = Object.entries(articles).map(([citation, article]) => {
    const own = keepers.filter((it) => it.citation === citation);
    const unkept = asksNothing(article) ? [] : unkeptOf(citation, article, own, existing);
    const waiting = article.contexts
      .filter((context) => !existing.includes(context))
      .map((context) => `${context} does not exist yet`);
    const untested = own.length > 0 && !shown.has(citation) ? ["no test names it in its title"] : [];
    return {
      entry: {
        citation,
        article,
        keepers: own,
        showings: showings.filter((it) => it.citation === citation),
        missing: [...unkept.map(({ why }) => why), ...waiting, ...untested],
      },
      unkept,
    };
  });

  return {
    entries: entries.map(({ entry }) => entry),
    unkept: entries.flatMap(({ unkept }) => unkept),
    untested: keepers.filter(({ citation }) => Object.hasOwn(articles, citation) && !shown.has(citation)),
    unknown: mentionsIn(files).filter(({ citation }) => !Object.hasOwn(articles, citation)),
  };
};
