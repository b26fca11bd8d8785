import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import { postingsOf } from "../../functions/catalog/search/postings.ts";
import { searchPostings } from "../../functions/catalog/store/search.ts";
import { ResourceCode } from "../../functions/kernel/resource-code.ts";
import { newId } from "../../functions/platform/id.ts";
import { cursorOf } from "../../functions/platform/page.ts";
import { aCatalogue, aContent, aPerson, type Catalogue, day, theCenter, theDepartment } from "./catalogue.ts";
import { aPublishedResource } from "./states.ts";

let catalogue: Catalogue;
beforeAll(async () => {
  catalogue = await aCatalogue();
});
afterAll(() => catalogue.close());

const names = async (text: string) => {
  const found = await catalogue.as(aPerson)("searchCatalogue", { text });
  if (!found.ok) throw new Error(found.refusal.code);
  return found.value.now.items.map(({ name }) => name);
};

describe("search follows what is in force", () => {
  it("an edition replaces the one before, and a retired resource is found no more", async () => {
    const department = catalogue.as(theDepartment);
    const content = aContent({ name: "甲类桥梁检测" });
    const id = await catalogue.published(content);
    expect(await names("桥梁")).toEqual([]);
    await catalogue.follow(id);
    expect(await names("桥梁")).toEqual(["甲类桥梁检测"]);
    await department("reviseResource", { id });
    await department("editResource", { id, content: { ...content, name: "乙类隧道检测" } });
    await department("reviewSecrecy", { id, outcome: "cleared" });
    await department("submitResource", { id });
    await catalogue.follow(id);
    expect([await names("桥梁"), await names("隧道")]).toEqual([["甲类桥梁检测"], []]);
    await catalogue.as(theCenter)("reviewResource", { id, decision: "publish" });
    await catalogue.follow(id);
    expect([await names("桥梁"), await names("隧道"), await names("检测")]).toEqual([
      [],
      ["乙类隧道检测"],
      ["乙类隧道检测"],
    ]);
    await department("retireResource", { id, reason: "停用", endsOn: "2026-12-31" });
    await catalogue.follow(id);
    expect(await names("隧道")).toEqual(["乙类隧道检测"]);
  });

  it("the same event again, or twice at once, changes nothing and loses nothing", async () => {
    const id = await catalogue.published(aContent({ name: "码头泊位" }));
    const did = await Promise.all([catalogue.follow(id), catalogue.follow(id), catalogue.follow(id)]);
    const said = did.map((it) => (it.ok ? it.value : it.refusal.code));
    expect(said.filter((it) => it === "projected")).toHaveLength(1);
    expect(await catalogue.follow(id)).toEqual({ ok: true, value: "known" });
    expect(await names("泊位")).toEqual(["码头泊位"]);
  });

  it("a crash before or after the write is mended by the next hearing", async () => {
    for (const when of ["before", "after"] as const) {
      const name = `航标灯塔${when}`;
      const id = await catalogue.published(aContent({ name }));
      catalogue.recorder.fault = ({ operation }, moment) => {
        if (operation === "TransactWriteItems" && moment === when) throw new Error("crash");
      };
      await expect(catalogue.follow(id)).rejects.toThrow("crash");
      catalogue.recorder.fault = undefined;
      await catalogue.follow(id);
      expect(await names(name)).toEqual([name]);
    }
  });
});

describe("a query looks at a bounded number of rows, and leads on", () => {
  const MANY = 600;
  beforeAll(async () => {
    const [pattern] = [aPublishedResource()];
    const rows = Array.from({ length: MANY }, (_, at) => {
      const inForce = {
        ...pattern.inForce,
        publishedOn: day(at < 300 ? "2026-01-05" : "2026-01-06"),
        content: { ...pattern.inForce.content, name: at % 100 === 99 ? `湿地监测站${at}` : `湿地监测点${at}` },
      };
      const resource = { ...pattern, id: newId(), code: ResourceCode.parse(`211009/${at + 1}`), inForce };
      return postingsOf(resource).filter(({ pk }) => ["~term#湿地", "~term#*", "~term#catalogue:city"].includes(pk));
    }).flat();
    const { dynamo, name } = catalogue.table;
    for (let at = 0; at < rows.length; at += 25) {
      const batch = rows.slice(at, at + 25).map((Item) => ({ PutRequest: { Item } }));
      await dynamo.send(new BatchWriteCommand({ RequestItems: { [name]: batch } }));
    }
  });

  const everything = async (text: string, limit: number) => {
    const found: string[] = [];
    let queries = 0;
    let cursor: string | undefined;
    do {
      const page = await searchPostings(catalogue.table, { text, facets: {} }, { cursor, limit });
      if (!page.ok) throw new Error(page.refusal.code);
      found.push(...page.value.items.map(({ name }) => name));
      cursor = page.value.next;
      queries++;
    } while (cursor !== undefined);
    return { found, queries };
  };

  it("page by page every one is found once, newest first", async () => {
    const { found } = await everything("湿地", 70);
    expect([found.length, new Set(found).size]).toEqual([MANY, MANY]);
    expect(found.slice(0, 300).every((name) => Number(name.replace(/\D/g, "")) >= 300)).toBe(true);
  });

  it("pages may be short where few fit, and nothing is left out", async () => {
    const { found, queries } = await everything("湿地 站", 20);
    expect([found.length, queries]).toEqual([6, 3]);
  });

  it("says when the facets count only what it looked at", async () => {
    const page = await searchPostings(catalogue.table, { text: "湿地", facets: {} });
    expect(page).toMatchObject({ value: { exact: false, facets: { catalogue: [{ value: "city", count: 250 }] } } });
    const small = await searchPostings(catalogue.table, { text: "隧道", facets: {} });
    expect(small).toMatchObject({ value: { exact: true } });
  });

  it("without words it browses by a facet, in one query", async () => {
    catalogue.recorder.start();
    const page = await searchPostings(catalogue.table, { facets: { catalogue: "city" } }, { limit: 5 });
    expect([page.ok && page.value.items.length, catalogue.calls()]).toEqual([5, ["Query"]]);
  });

  it.each([
    ["names no key", { foo: "bar" }],
    ["names half a key", { pk: "~term#*" }],
  ])("a bent cursor that %s is refused, and is no fault", async (_, at) => {
    const cursor = cursorOf(at, `search#${JSON.stringify(["*", [], {}])}`);
    expect(await searchPostings(catalogue.table, { facets: {} }, { cursor })).toMatchObject({
      refusal: { code: "cursor-invalid" },
    });
  });

  it("a cursor of another search is refused", async () => {
    const page = await searchPostings(catalogue.table, { text: "湿地", facets: {} });
    const cursor = page.ok ? page.value.next : undefined;
    expect(await searchPostings(catalogue.table, { text: "监测", facets: {} }, { cursor })).toMatchObject({
      refusal: { code: "cursor-invalid" },
    });
  });
});
