import {
  aCatalogue,
  aContent,
  anItem,
  anotherDepartment,
  type Catalogue,
  type Input,
  refusal,
  theCenter,
  theDepartment,
  theDistrict,
} from "./catalogue.ts";

let catalogue: Catalogue;
beforeAll(async () => {
  catalogue = await aCatalogue();
});
afterAll(() => catalogue.close());
beforeEach(() => {
  catalogue.recorder.fault = undefined;
  catalogue.setDay("2026-02-12");
});

let made = 0;
/** A resource like no other: its own name. */
const another = (change = {}) => aContent({ name: `学校名录${++made}`, ...change });
const personal = (name: string) => anItem({ code: `p${++made}`, name, personal: true });
const withPersonal = (...names: string[]) =>
  another({ items: [...(aContent().items ?? []), ...names.map(personal)], opening: { type: "not-open" } });

describe("A18: a datum is collected once in the whole city", () => {
  it("a field that another resource shares is refused, and the resource is named", async () => {
    const holder = await catalogue.published(withPersonal("监护人职业"));
    const id = await catalogue.reviewed(withPersonal("监护人 职业"), anotherDepartment);
    expect(refusal(await catalogue.as(anotherDepartment)("submitResource", { id }))).toEqual({
      code: "item-already-shared",
      cites: ["A18"],
      facts: { field: "/items/1", heldBy: `resource#${holder}` },
    });
  });

  it.each([
    ["a key", { key: true }],
    ["what is obtained by sharing", { obtained: { by: "shared" as const, from: "101001/0000001" } }],
  ])("%s is no ground", async (_, change) => {
    const name = `血型${++made}`;
    await catalogue.published(withPersonal(name));
    const items = [...(aContent().items ?? []), { ...personal(name), ...change }];
    const content = another({ items, opening: { type: "not-open" } });
    const id = await catalogue.reviewed(content, anotherDepartment);
    expect(refusal(await catalogue.as(anotherDepartment)("submitResource", { id }))).toBe("accepted");
  });

  it("a resource that is not shared is no ground", async () => {
    const name = `处分记录${++made}`;
    const sharing: Input["sharing"] = {
      type: "not-shared",
      reason: "法律禁止",
      basis: [{ act: "statistics-law", article: "第二十八条" }],
    };
    await catalogue.published({ ...withPersonal(name), sharing });
    expect(await catalogue.published(withPersonal(name))).toBeDefined();
  });

  it("a data element counts by its identifier, whatever it is called", async () => {
    const element = `DE${++made}`;
    const named = (name: string) =>
      another({ items: [...(aContent().items ?? []), anItem({ code: "x", name, element })] });
    await catalogue.published(named("经度"));
    const id = await catalogue.reviewed(named("东经"), anotherDepartment);
    expect(refusal(await catalogue.as(anotherDepartment)("submitResource", { id }))).toMatchObject({
      code: "item-already-shared",
    });
  });

  it("of two submitted at once, the one that is published second is refused", async () => {
    const name = `身高${++made}`;
    const [first, second] = [
      await catalogue.submitted(withPersonal(name)),
      await catalogue.submitted(withPersonal(name)),
    ];
    const review = (id: string) => catalogue.as(theCenter)("reviewResource", { id, decision: "publish" });
    const did = await Promise.all([review(first), review(second)]);
    const codes = did.map((it) => (it.ok ? "published" : it.refusal.code)).sort();
    expect(codes).toEqual(["item-already-shared", "published"]);
  });

  it("a field that the next edition gives up is free again", async () => {
    const name = `体重${++made}`;
    const content = withPersonal(name);
    const id = await catalogue.published(content);
    const department = catalogue.as(theDepartment);
    await department("reviseResource", { id });
    await department("editResource", {
      id,
      content: { ...content, items: aContent().items ?? [], opening: { type: "unconditional" } },
    });
    await department("reviewSecrecy", { id, outcome: "cleared" });
    await department("submitResource", { id });
    await catalogue.as(theCenter)("reviewResource", { id, decision: "publish" });
    expect(await catalogue.published(withPersonal(name))).toBeDefined();
  });
});

describe("A17: names and codes are the catalogue's own", () => {
  it("a name in use is refused at submission, width and blanks aside", async () => {
    const content = another();
    await catalogue.published(content);
    const id = await catalogue.reviewed({ ...content, name: ` ${content.name.replace("学校", "学 校")}` });
    expect(refusal(await catalogue.as(theDepartment)("submitResource", { id }))).toMatchObject({
      code: "resource-name-taken",
      facts: { field: "/name" },
    });
  });

  it("A17p3: a supplement may not repeat a city resource", async () => {
    const content = another();
    await catalogue.published(content);
    const supplement = { ...content, catalogue: { kind: "district-supplement", district: "310110" } } as const;
    const id = await catalogue.reviewed(supplement, theDistrict);
    expect(refusal(await catalogue.as(theDistrict)("submitResource", { id }))).toMatchObject({
      code: "supplement-repeats-city-resource",
      cites: ["A17p3"],
    });
  });

  it("the next code of a place is made, the same one is not given twice", async () => {
    const classification = { class: "3", item: "07", heading: "123" } as const;
    const draft = (code?: string) =>
      catalogue.as(theDepartment)("draftResource", { content: another({ classification }), ...(code ? { code } : {}) });
    expect(await draft("307123/0000041")).toMatchObject({ value: { now: { code: "307123/0000041" } } });
    expect(refusal(await draft("307123/41"))).toMatchObject({ code: "resource-code-taken" });
    const made = await Promise.all([draft(), draft(), draft()]);
    expect(made.map((it) => (it.ok ? it.value.now.code : it.refusal.code)).sort()).toEqual([
      "307123/0000042",
      "307123/0000043",
      "307123/0000044",
    ]);
  });

  it("the largest resource fits its rows, and a revision that replaces all of its items one transaction", async () => {
    const long = (characters: number) => "长".repeat(characters);
    const items = (edition: string) =>
      Array.from({ length: 60 }, (_, at) =>
        anItem({
          code: `i${edition}${at}${"x".repeat(50)}`,
          name: `${edition}${at}${long(50)}`,
          description: long(200),
          ...(at < 45 ? { element: `DE-${edition}-${at}` } : {}),
        }),
      );
    const content = another({ abstract: long(1000), items: items("a") });
    const id = await catalogue.published(content);
    const department = catalogue.as(theDepartment);
    await department("reviseResource", { id });
    await department("editResource", { id, content: { ...content, name: `${content.name}二`, items: items("b") } });
    await department("reviewSecrecy", { id, outcome: "cleared" });
    await department("submitResource", { id });
    expect(refusal(await catalogue.as(theCenter)("reviewResource", { id, decision: "publish" }))).toBe("accepted");
  });
});
