import type { Article, Kind } from "../../law/article.ts";
import { coverageOf, existingContexts } from "../../law/coverage.ts";
import type { SourceFile } from "../../law/reading.ts";

const file = (path: string, text = ""): SourceFile => ({ path, text });
const duty = (kinds: readonly Kind[], contexts: Article["contexts"]): Article => ({
  since: "2018-11-01",
  kinds,
  contexts,
  zh: "…",
  en: "…",
});

const theCatalogExists = file("functions/catalog/contract.ts");
const aBar = file("functions/catalog/resource.ts", 'export const a = bar(\n  "A17",\n  "scope-missing",\n  judge);');
const itsTest = file("test/catalog/resource.unit.test.ts", 'describe("A17: one catalogue", () => {');
const A17 = { A17: duty(["rule"], ["catalog"]) };

describe("a duty of a context that exists is kept, or the check fails", () => {
  it("is content with a bar that a test shows", () => {
    expect(coverageOf(A17, [theCatalogExists, aBar, itsTest])).toMatchObject({
      unkept: [],
      untested: [],
      unknown: [],
      entries: [{ keepers: [{ form: "bar", name: "scope-missing" }], showings: [{ title: "A17: one catalogue" }] }],
    });
  });

  it("finds the duty that nothing keeps", () => {
    expect(coverageOf(A17, [theCatalogExists]).unkept).toEqual([
      { citation: "A17", why: "catalog exists and keeps nothing of it" },
    ]);
  });

  it("asks nothing of a context that does not exist yet, and says so", () => {
    const coverage = coverageOf(A17, [file("functions/catalog/README.md")]);
    expect(coverage.unkept).toEqual([]);
    expect(coverage.entries[0]?.missing).toEqual(["catalog does not exist yet"]);
  });

  it("does not take another context's bar, a comment or an operation for the rule that is owed", () => {
    const elsewhere = file("functions/sharing/request.ts", aBar.text);
    const aComment = file("functions/catalog/use-cases.ts", "// A17: each resource states its scope");
    const anOperation = file("functions/catalog/api.ts", 'submitResource = operation({ cites: ["A17"] })');
    expect(coverageOf(A17, [theCatalogExists, elsewhere, aComment, anOperation]).unkept).toHaveLength(1);
  });

  it("does not take a bar for a clock: each way to keep a duty is asked for once all its contexts exist", () => {
    const both = { A17: duty(["rule", "clock"], ["catalog"]) };
    expect(coverageOf(both, [theCatalogExists, aBar, itsTest]).unkept).toEqual([
      { citation: "A17", why: "nothing found that keeps it as a clock" },
    ]);
  });

  it("waits for the last context of a duty before it asks for every way", () => {
    const shared = { A17: duty(["rule", "clock"], ["catalog", "collection"]) };
    expect(coverageOf(shared, [theCatalogExists, aBar, itsTest]).unkept).toEqual([]);
  });

  it.each<Kind>(["people", "none"])("asks nothing where the duty is kept by %s", (kind) => {
    expect(coverageOf({ A17: duty([kind], ["catalog"]) }, [theCatalogExists]).unkept).toEqual([]);
  });
});

describe("what code says it keeps, a test names in its title", () => {
  it("finds the keeper that no title names", () => {
    expect(coverageOf(A17, [theCatalogExists, aBar]).untested).toMatchObject([{ citation: "A17", form: "bar" }]);
  });

  it.each([
    { because: "it is another duty of the article", text: 'describe("A17p2: the review", () => {' },
    { because: "it is a point of the article", text: 'describe("A17(1): a point", () => {' },
    { because: "it is a bar and no title", text: 'bar("A17", "scope-missing", judge)' },
    { because: "a unit test of this reading only quotes it", path: "test/law/a.test.ts", text: itsTest.text },
    { because: "it is a comment", text: '// A17\nit("stops", () => {' },
  ])("does not count a mention, for $because", ({ text, path = "test/catalog/other.unit.test.ts" }) => {
    const other = file(path, text);
    expect(coverageOf(A17, [theCatalogExists, aBar, other]).untested).toHaveLength(1);
  });

  it.each([
    'it("A17: refused", async () => {',
    'it.each([{ a: f(1) }])("$a stops: A17", ({ a }) => {',
    "test(`A17: refused`, () => {",
    'describe("A16(1), A17: who compiles",\n  () => {',
  ])("counts the title of %s", (text) => {
    const other = file("test/catalog/other.unit.test.ts", text);
    expect(coverageOf(A17, [theCatalogExists, aBar, other]).untested).toEqual([]);
  });
});

describe("nobody mentions an article that the catalogue does not list", () => {
  it.each([
    { where: "a comment of code", path: "functions/catalog/resource.ts", text: "/** Refused (A17p9). */" },
    { where: "a state machine", path: "statemachines/catalog/review.asl.json", text: '{ "Comment": "A99: review" }' },
    { where: "the infrastructure", path: "infra/contexts/catalog-stack.ts", text: "// A17(9): kept for ever" },
  ])("finds it in $where", ({ path, text }) => {
    expect(coverageOf(A17, [file(path, text)]).unknown).toMatchObject([{ path }]);
  });

  it("does not take a code, a colour or a key for an article", () => {
    const text = 'SHA256, "#A1B2C3", "0190-A12", AES256, A4 paper is A17, "A17px", path/A12';
    expect(coverageOf(A17, [file("functions/catalog/resource.ts", text)]).unknown).toMatchObject([{ citation: "A4" }]);
  });
});

describe("keepers are found where people write them", () => {
  const articles = { A48: duty(["rule", "clock", "flow", "register", "infra"], ["objections", "platform"]) };
  const found = (path: string, text: string) => coverageOf(articles, [file(path, text)]).entries[0]?.keepers;

  it.each([
    { form: "bar", name: "not-yours", text: 'const a = bar<[X], Y>("A48", "not-yours", judge)' },
    { form: "clock", name: "marked-in-time", text: 'clock(\n  "marked-in-time",\n  "A48",\n  {' },
    { form: "register", name: "posts", text: 'export const posts = register({ holds: Post, cites: ["A46", "A48"] });' },
    { form: "operation", name: "decide", text: 'decide = operation({\n path: "/a/{id}",\n cites: ["A48"],\n});' },
  ])("a $form in code", ({ form, name, text }) => {
    expect(found("functions/objections/objection.ts", text)).toMatchObject([{ form, name }]);
  });

  it("an operation without citations does not borrow those of the next", () => {
    const text = 'const read = operation({ path: "/" });\nconst decide = operation({ cites: ["A48"] });';
    expect(found("functions/objections/contract.ts", text)).toMatchObject([{ name: "decide" }]);
  });

  it("a state machine by its comments only", () => {
    const text = '{ "Comment": "A48: from receipt to answer", "StartAt": "A46" }';
    expect(found("statemachines/objections/objection.asl.json", text)).toMatchObject([
      { form: "flow", name: "objection" },
    ]);
  });

  it.each([
    "// A48: kept for ever",
    "/** A44, A48: two duties */",
    "/**\n * A48 as the order has it.\n */",
  ])("the infrastructure by a comment that begins with it: %s", (text) => {
    expect(found("infra/shared/journal.ts", text)).toMatchObject([{ form: "infra" }]);
  });

  it("but not by one that only speaks of it", () => {
    expect(found("infra/shared/journal.ts", "// Longer than A48 asks.")).toEqual([]);
  });
});

describe("a context exists", () => {
  it("with its contract, and the platform with the app that deploys it", () => {
    const files = [theCatalogExists, file("functions/sharing/README.md"), file("infra/app.ts")];
    expect(existingContexts(files)).toEqual(["catalog", "platform"]);
  });
});
