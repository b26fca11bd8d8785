import { openCatalogue } from "../../functions/catalog/index.ts";
import {
  aCatalogue,
  aContent,
  anotherDepartment,
  aPerson,
  type Catalogue,
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

describe("a resource lives from draft to retirement", () => {
  it("A17p2: is drafted, reviewed for secrecy, submitted, returned, mended, submitted again and published", async () => {
    const [department, center] = [catalogue.as(theDepartment), catalogue.as(theCenter)];
    const content = another();
    const id = await catalogue.submitted(content);
    expect(await center("readResource", { id })).toMatchObject({
      value: { now: { status: "submitted", round: 1, clocks: [{ dueOn: "2026-02-14" }] } },
    });
    const reasons = [{ field: "/abstract", mend: "请写明学段" }];
    await center("reviewResource", { id, decision: "return", reasons });
    expect(await department("readResource", { id })).toMatchObject({ value: { now: { status: "returned", reasons } } });
    await department("editResource", { id, content: { ...content, abstract: "小学、初中和高中。" } });
    expect(refusal(await department("submitResource", { id }))).toMatchObject({ code: "secrecy-review-missing" });
    await department("reviewSecrecy", { id, outcome: "cleared" });
    await department("submitResource", { id });
    expect(await center("reviewResource", { id, decision: "publish" })).toMatchObject({
      value: {
        now: { status: "published", round: 2, inForce: { edition: 1, content: { abstract: "小学、初中和高中。" } } },
      },
    });
    const history = await department("readResourceHistory", { id });
    expect(history.ok && history.value.now.items.map(({ type }) => type.split(".")[1])).toEqual([
      "resource-drafted",
      "secrecy-reviewed",
      "resource-submitted",
      "resource-returned",
      "resource-edited",
      "secrecy-reviewed",
      "resource-submitted",
      "resource-published",
    ]);
  });

  it("the edition in force stays so until the next one is, and others see nothing of the next", async () => {
    const content = another();
    const id = await catalogue.published(content);
    await catalogue.as(theDepartment)("reviseResource", { id });
    await catalogue.as(theDepartment)("editResource", { id, content: { ...content, abstract: "第二版" } });
    await catalogue.as(theDepartment)("reviewSecrecy", { id, outcome: "cleared" });
    await catalogue.as(theDepartment)("submitResource", { id });
    expect(await catalogue.as(aPerson)("readResource", { id })).toMatchObject({
      value: { now: { status: "published", inForce: { edition: 1 } } },
    });
    await catalogue.as(theCenter)("reviewResource", { id, decision: "publish" });
    expect(await catalogue.as(aPerson)("readResource", { id })).toMatchObject({
      value: { now: { inForce: { edition: 2, content: { abstract: "第二版" } } } },
    });
  });

  it("A17p3: a district's supplement is in force when it is submitted", async () => {
    const catalogueOf = { kind: "district-supplement", district: "310110" } as const;
    const id = await catalogue.reviewed(another({ catalogue: catalogueOf }), theDistrict);
    const did = await catalogue.as(theDistrict)("submitResource", { id });
    expect(did).toMatchObject({ value: { now: { status: "published", round: 1, clocks: [] } } });
    expect(refusal(await catalogue.as(theCenter)("reviewResource", { id, decision: "publish" }))).toMatchObject({
      code: "resource-not-under-review",
    });
  });

  it("a submission can be withdrawn and retirement announced", async () => {
    const id = await catalogue.submitted(another());
    expect(await catalogue.as(theDepartment)("withdrawSubmission", { id })).toMatchObject({
      value: { now: { status: "draft", clocks: [{ metOn: "2026-02-12" }] } },
    });
    expect(refusal(await catalogue.as(theCenter)("readResource", { id }))).toMatchObject({ code: "record-unknown" });
    await catalogue.as(theDepartment)("submitResource", { id });
    await catalogue.as(theCenter)("reviewResource", { id, decision: "publish" });
    expect(
      await catalogue.as(theDepartment)("retireResource", { id, reason: "停用", endsOn: "2026-04-01" }),
    ).toMatchObject({ value: { now: { status: "retiring", retirement: { endsOn: "2026-04-01" } } } });
  });
});

describe("what it costs", () => {
  it("every read is one AWS call", async () => {
    const id = await catalogue.published(another());
    const department = catalogue.as(theDepartment);
    const reads = {
      readResource: () => department("readResource", { id }),
      readResourceHistory: () => department("readResourceHistory", { id }),
      listMyResources: () => department("listMyResources", { status: "published" }),
      searchCatalogue: () => department("searchCatalogue", { text: "学校" }),
      readFeed: () => department("readFeed", {}),
    };
    for (const [name, read] of Object.entries(reads)) {
      expect([name, (await read()).ok, catalogue.calls().length]).toEqual([name, true, 1]);
    }
  });

  it("a command is a read and a transaction, and the calendar where a clock starts", async () => {
    const department = catalogue.as(theDepartment);
    const id = catalogue.idOf(await department("draftResource", { content: another() }));
    expect(catalogue.calls()).toEqual(["Query", "TransactWriteItems"]);
    await department("reviewSecrecy", { id, outcome: "cleared" });
    expect(catalogue.calls()).toEqual(["GetItem", "TransactWriteItems"]);
    await department("submitResource", { id });
    expect(catalogue.calls()).toEqual(["GetItem", "TransactWriteItems"]);
    await catalogue.as(theCenter)("reviewResource", { id, decision: "publish" });
    expect(catalogue.calls()).toEqual(["GetItem", "TransactWriteItems"]);
  });
});

describe("who sees what", () => {
  it("neighbours read the edition in force by one call, and its last day where one is announced", async () => {
    const read = openCatalogue(catalogue.table);
    const content = another();
    const draft = catalogue.idOf(await catalogue.as(theDepartment)("draftResource", { content }));
    expect(await read(draft)).toMatchObject({ refusal: { code: "record-unknown" } });
    const id = await catalogue.published(content);
    await catalogue.as(theDepartment)("reviseResource", { id });
    catalogue.recorder.start();
    expect(await read(id)).toMatchObject({ value: { id, edition: 1, content: { name: content.name } } });
    expect(catalogue.calls()).toEqual(["GetItem"]);
    await catalogue.as(theDepartment)("retireResource", { id, reason: "停用", endsOn: "2026-04-01" });
    expect(await read(id)).toMatchObject({ value: { retiresOn: "2026-04-01" } });
  });

  it("a history shows others what happened in front of everybody, and not by whom", async () => {
    const id = await catalogue.published(another());
    const shown = await catalogue.as(aPerson)("readResourceHistory", { id });
    expect(shown.ok && shown.value.now.items).toMatchObject([{ type: "catalog.resource-published.v1" }]);
    expect(shown.ok && shown.value.now.items.some((it) => "by" in it)).toBe(false);
    const center = await catalogue.as(theCenter)("readResourceHistory", { id });
    expect(center.ok && center.value.now.items.map(({ type }) => type)).toEqual([
      "catalog.resource-submitted.v1",
      "catalog.resource-published.v1",
    ]);
  });

  it("a draft is not there for others, whatever they try", async () => {
    const id = catalogue.idOf(await catalogue.as(theDepartment)("draftResource", { content: another() }));
    for (const by of [anotherDepartment, theCenter, aPerson]) {
      const [read, history, edit] = [
        await catalogue.as(by)("readResource", { id }),
        await catalogue.as(by)("readResourceHistory", { id }),
        await catalogue.as(by)("editResource", { id, content: another() }),
      ];
      expect([read, history, edit].map((it) => (it.ok ? "seen" : it.refusal.code))).toEqual(
        Array(3).fill("record-unknown"),
      );
    }
  });

  it("a draft is not there for others, however long its history goes on", async () => {
    const id = catalogue.idOf(await catalogue.as(theDepartment)("draftResource", { content: another() }));
    for (let edits = 0; edits < 21; edits++) {
      await catalogue.as(theDepartment)("editResource", { id, content: another() });
    }
    const its = await catalogue.as(theDepartment)("readResourceHistory", { id });
    expect(its.ok && its.value.now.next).toEqual(expect.any(String));
    for (const by of [anotherDepartment, theCenter, aPerson]) {
      expect(await catalogue.as(by)("readResourceHistory", { id })).toMatchObject({
        refusal: { code: "record-unknown" },
      });
    }
  });

  it("an institution lists what it compiles, by status and page by page", async () => {
    const by = { ...anotherDepartment, id: "lister" };
    const own = "11310000EXAMPL1273" as typeof by.institution & string;
    const lister = { ...by, institution: own };
    for (let count = 0; count < 3; count++) await catalogue.as(lister)("draftResource", { content: another() });
    const first = await catalogue.as(lister)("listMyResources", { status: "draft", limit: 2 });
    if (!first.ok) throw new Error(first.refusal.code);
    const { next = "" } = first.value.now;
    const second = await catalogue.as(lister)("listMyResources", { status: "draft", limit: 2, cursor: next });
    expect([first.value.now.items.length, second.ok && second.value.now.items.length]).toEqual([2, 1]);
    expect(await catalogue.as(lister)("listMyResources", { status: "published" })).toMatchObject({
      value: { now: { items: [] } },
    });
  });

  it("a change on an old version is refused", async () => {
    const id = catalogue.idOf(await catalogue.as(theDepartment)("draftResource", { content: another() }));
    const edit = (ifMatch: number) =>
      catalogue.as(theDepartment)("editResource", { id, content: another() }, { ifMatch });
    expect(refusal(await edit(1))).toBe("accepted");
    expect(refusal(await edit(1))).toMatchObject({ code: "record-changed-meanwhile" });
  });

  it("the feed leads on page by page to every resource once", async () => {
    const codes: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await catalogue.as(aPerson)("readFeed", { limit: 3, ...(cursor ? { cursor } : {}) });
      if (!page.ok) throw new Error(page.refusal.code);
      const feed = page.value.now;
      codes.push(...feed["dcat:dataset"].map((it) => it["dct:identifier"]));
      cursor = feed["hydra:view"]?.["hydra:next"]["@id"].slice("?cursor=".length);
    } while (cursor !== undefined);
    expect(codes.length).toBeGreaterThan(3);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it("names the legislation of a dataset, Order 9 first and each act once", async () => {
    const id = await catalogue.published(another());
    const page = await catalogue.as(aPerson)("readFeed", { limit: 100 });
    const dataset = page.ok ? page.value.now["dcat:dataset"].find((it) => it["@id"] === `urn:uuid:${id}`) : undefined;
    expect(dataset?.["dcatap:applicableLegislation"].map((it) => it["@id"])).toEqual([
      "urn:onenet:act:order-9",
      "urn:onenet:act:compulsory-education-law",
    ]);
  });
});
