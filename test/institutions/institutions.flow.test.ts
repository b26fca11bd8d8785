import type { APIGatewayProxyEvent, Context } from "aws-lambda";
import { contract } from "../../functions/institutions/contract.ts";
import { openDirectory } from "../../functions/institutions/index.ts";
import { depsOver } from "../../functions/institutions/opened.ts";
import { institutionSeeds } from "../../functions/institutions/seed.ts";
import { stores } from "../../functions/institutions/store.ts";
import { useCases } from "../../functions/institutions/use-cases.ts";
import { Day } from "../../functions/kernel/day.ts";
import { newId } from "../../functions/platform/id.ts";
import type { AnyOperation } from "../../functions/platform/operation.ts";
import { PLATFORM, type Principal } from "../../functions/platform/principal.ts";
import { serve } from "../../functions/platform/serve.ts";
import { openAnswers } from "../../functions/platform/store/answers.ts";
import { aTable, type TestTable } from "../support/table.ts";

let engine: TestTable;
let deps: ReturnType<typeof depsOver>;
let door: ReturnType<typeof serve>;
const seeds = institutionSeeds(Day.parse("2026-01-01"));
const called = (shortName: string) => {
  const found = seeds.find((it) => it.shortName === shortName);
  if (found === undefined) throw new Error(`There is no ${shortName}.`);
  return found;
};
const [office, police, center, pudong] = ["市政府办公厅", "市公安局", "市大数据中心", "浦东新区政府"].map(called);
if (!office || !police || !center || !pudong) throw new Error("The seeds have changed.");

beforeAll(async () => {
  engine = await aTable(stores);
  deps = depsOver(engine.table);
  door = serve(contract, useCases(deps), openAnswers(engine.table));
  for (const body of seeds) {
    const call = { by: PLATFORM, operation: "seed", key: body.id, digest: body.id, traceId: "seed" };
    await deps.stores.institutions.save(body, undefined, { type: "institutions.institution-registered.v1" }, call);
  }
});
afterAll(() => engine.close());
beforeEach(() => {
  engine.recorder.fault = undefined;
});

const registrarOf = ({ id, roles }: (typeof seeds)[number], post: Principal["posts"] = ["registrar"]): Principal => ({
  kind: "staff",
  id: `registrar-of-${id}`,
  institution: id,
  roles: [...roles],
  posts: post,
  trainedUntil: Day.parse("2099-12-31"),
});
const authority = registrarOf(office);

const ask = async (
  name: keyof typeof contract,
  takes: Record<string, unknown>,
  by = authority,
  key = newId(),
  ifMatch?: number,
) => {
  engine.recorder.start();
  const { method, path }: AnyOperation = contract[name];
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, field = ""]) => field);
  const rest = Object.entries(takes).filter(([field]) => !names.includes(field));
  const query = method === "GET" ? Object.fromEntries(rest.map(([field, value]) => [field, [String(value)]])) : null;
  const event = {
    resource: path,
    path,
    httpMethod: method,
    headers: {
      "content-type": "application/json",
      "idempotency-key": key,
      ...(ifMatch === undefined ? {} : { "if-match": `"${ifMatch}"` }),
    },
    multiValueHeaders: {},
    pathParameters: Object.fromEntries(names.map((field) => [field, String(takes[field])])),
    multiValueQueryStringParameters: query,
    requestContext: { domainName: "x", path, requestId: "trace", authorizer: { principal: JSON.stringify(by) } },
    body: method === "GET" ? null : JSON.stringify(Object.fromEntries(rest)),
    isBase64Encoded: false,
  } as unknown as APIGatewayProxyEvent;
  const { statusCode, body } = await door(event, {} as Context);
  return { status: statusCode, body: JSON.parse(body) as Record<string, unknown> };
};
const items = ({ body }: Awaited<ReturnType<typeof ask>>) => body["items"] as Record<string, unknown>[];
const naming = (system: string, over: Record<string, unknown> = {}) => ({
  id: police.id,
  system,
  duty: "户籍和治安管理",
  document: "沪府办〔2019〕1号",
  from: "2026-01-01",
  ...over,
});

describe("A5: bodies on record", () => {
  const written = {
    name: "某区机构",
    nameEn: "Some body",
    shortName: "某机构",
    level: "district",
    district: "310115",
    kind: "public-service-body",
    roles: ["institution"],
  };
  const A_CODE = "91310000EXAMPL530W";

  it("lists them by level, district and kind, page by page, nothing left out and nothing twice", async () => {
    const all: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await ask("listInstitutions", { limit: 30, ...(cursor === undefined ? {} : { cursor }) });
      all.push(...items(page).map(({ id }) => String(id)));
      cursor = page.body["next"] as string | undefined;
      expect(engine.recorder.calls).toHaveLength(1);
    } while (cursor !== undefined);
    expect([...all].sort()).toEqual(seeds.map(({ id }) => id as string).sort());
  });

  it.each([
    { wish: { level: "city" }, count: 62 },
    { wish: { level: "district" }, count: 16 },
    { wish: { district: "310115" }, count: 1 },
    { wish: { level: "district", district: "310115" }, count: 1 },
    { wish: { level: "city", district: "310115" }, count: 0 },
    { wish: { kind: "utility" }, count: 9 },
    { wish: { kind: "district-authority", district: "310151" }, count: 1 },
    { wish: { kind: "utility", level: "district" }, count: 0 },
    { wish: { kind: "central-body", level: "city" }, count: 4 },
  ])("lists $count for $wish", async ({ wish, count }) => {
    expect(items(await ask("listInstitutions", { ...wish, limit: 100 }))).toHaveLength(count);
  });

  it("registers one once, amends, suspends, resumes and dissolves it; nobody else does", async () => {
    const id = `${A_CODE.slice(0, 17)}X`;
    expect((await ask("registerInstitution", { id, institution: written })).status).toBe(400);
    expect(await ask("registerInstitution", { id: A_CODE, institution: written })).toMatchObject({
      status: 409,
      body: { code: "institution-exists" },
    });
    expect((await ask("registerInstitution", { id: A_CODE, institution: written }, registrarOf(police))).status).toBe(
      403,
    );
    expect(
      (await ask("registerInstitution", { id: A_CODE, institution: written }, registrarOf(office, []))).status,
    ).toBe(403);
    const suspended = await ask("suspendInstitution", { id: A_CODE, because: "整顿" });
    expect(suspended).toMatchObject({ status: 200, body: { status: "suspended", because: "整顿" } });
    expect(await ask("suspendInstitution", { id: A_CODE, because: "整顿" })).toMatchObject({
      status: 409,
      body: { code: "institution-status-otherwise" },
    });
    expect(await ask("resumeInstitution", { id: A_CODE, because: "完成" })).toMatchObject({
      status: 200,
      body: { status: "active" },
    });
    expect(await ask("dissolveInstitution", { id: A_CODE, because: "撤并" })).toMatchObject({ status: 200 });
    expect(await ask("amendInstitution", { id: A_CODE, institution: written, because: "x" })).toMatchObject({
      status: 409,
      body: { code: "institution-dissolved" },
    });
    expect(await ask("readInstitution", { id: A_CODE })).toMatchObject({ status: 200, body: { status: "dissolved" } });
  });

  it("a district has one authority, and a part of the city one body; a dissolved body gives its part up", async () => {
    const second = { ...written, kind: "district-authority", roles: ["district-authority", "institution"] };
    const other = called("市通信管理局").id;
    const amended = await ask("amendInstitution", { id: other, institution: second, because: "x" });
    expect(amended).toMatchObject({ status: 409, body: { code: "role-taken", articles: [{ id: "A5" }] } });
    await ask("dissolveInstitution", { id: pudong.id, because: "撤并" });
    expect(await ask("amendInstitution", { id: other, institution: second, because: "接替" })).toMatchObject({
      status: 200,
    });
  });

  it("refuses what somebody wrote without having seen the last change", async () => {
    const { shortName, name, nameEn } = center;
    const institution = { shortName, name, nameEn, level: "city", kind: center.kind, roles: center.roles };
    const takes = { id: center.id, institution, because: "更名" };
    expect(await ask("amendInstitution", takes, authority, newId(), 1)).toMatchObject({ status: 200 });
    expect(await ask("amendInstitution", takes, authority, newId(), 1)).toMatchObject({
      status: 409,
      body: { code: "record-changed-meanwhile" },
    });
  });
});

describe("A16: responsible departments", () => {
  it("are on record at the system and at the department, in one transaction; the directory learns it by one read", async () => {
    const named = await ask("nameResponsibleDepartment", naming("公安"));
    expect(named).toMatchObject({ status: 200, body: { department: police.id, status: "in-force" } });
    expect(engine.recorder.calls.map(({ operation }) => operation)).toEqual(["GetItem", "TransactWriteItems"]);
    engine.recorder.start();
    const directory = openDirectory(engine.table);
    expect((await directory(police.id)).institution?.charges).toEqual([{ id: named.body["id"], from: "2026-01-01" }]);
    expect(engine.recorder.calls.map(({ operation }) => operation)).toEqual(["BatchGetItem"]);
    expect(items(await ask("listResponsibilities", { department: police.id }))).toHaveLength(1);
    expect(items(await ask("listResponsibilities", {}))).toHaveLength(1);
  });

  it("answer for a system alone, until the responsibility ends", async () => {
    const id = called("市民政局").id;
    expect(await ask("nameResponsibleDepartment", naming("公安", { id }))).toMatchObject({
      status: 409,
      body: { code: "system-has-a-department", articles: [{ id: "A16" }] },
    });
    expect(await ask("dissolveInstitution", { id: police.id, because: "x" })).toMatchObject({
      status: 409,
      body: { code: "department-still-responsible" },
    });
    const [held] = items(await ask("listResponsibilities", { department: police.id }));
    const responsibility = String(held?.["id"]);
    expect(await ask("endResponsibility", { responsibility, because: "划转" })).toMatchObject({
      status: 200,
      body: { status: "ended" },
    });
    expect(await ask("endResponsibility", { responsibility, because: "划转" })).toMatchObject({
      status: 409,
      body: { code: "responsibility-ended" },
    });
    expect((await ask("readInstitution", { id: police.id })).body["charges"]).toEqual([]);
    expect(await ask("nameResponsibleDepartment", naming("公安", { id }))).toMatchObject({ status: 200 });
  });

  it("are municipal departments, and nobody but the General Office names them", async () => {
    expect(await ask("nameResponsibleDepartment", naming("目录", { id: center.id }))).toMatchObject({
      status: 422,
      body: { code: "department-not-municipal" },
    });
    expect((await ask("nameResponsibleDepartment", naming("目录"), registrarOf(center))).status).toBe(403);
  });

  it("a lost reply is repeated with the first answer, and nothing happens twice", async () => {
    const key = newId();
    engine.recorder.fault = ({ operation }, when) => {
      if (operation === "TransactWriteItems" && when === "after") throw new Error("the reply is lost");
    };
    expect((await ask("nameResponsibleDepartment", naming("出入境"), authority, key)).status).toBe(500);
    engine.recorder.fault = undefined;
    const again = await ask("nameResponsibleDepartment", naming("出入境"), authority, key);
    expect(again).toMatchObject({ status: 200, body: { system: "出入境" } });
    expect((await ask("readInstitution", { id: police.id })).body["charges"]).toHaveLength(1);
  });

  it("two at once for one system: one department answers for it", async () => {
    const bodies = ["市民政局", "市公安局", "市教委"].map(called);
    const said = await Promise.all(bodies.map(({ id }) => ask("nameResponsibleDepartment", naming("治安", { id }))));
    expect(said.filter(({ status }) => status === 200)).toHaveLength(1);
    const charged = await Promise.all(
      bodies.map(async ({ id }) => (await ask("readInstitution", { id })).body["charges"] as unknown[]),
    );
    const named = items(await ask("listResponsibilities", { limit: 100 })).filter(
      ({ status }) => status === "in-force",
    );
    expect(charged.flat()).toHaveLength(named.length);
  });
});

describe("A46: posts", () => {
  const appointment = (over: Record<string, unknown> = {}) => ({
    id: center.id,
    person: "staff-0042",
    posts: ["registrar"],
    duties: "登记岗位",
    trainedUntil: "2099-01-01",
    from: "2026-01-01",
    ...over,
  });

  it("the competent authority appoints the first registrar, who appoints the others", async () => {
    expect(await ask("appointStaff", appointment())).toMatchObject({ status: 200, body: { status: "in-post" } });
    const registrar = registrarOf(center);
    const officer = appointment({ person: "staff-0043", posts: ["security-officer"], duties: "安全" });
    expect(await ask("appointStaff", officer, registrar)).toMatchObject({ status: 200 });
    expect(items(await ask("listStaff", { id: center.id }, registrar)).map(({ id }) => id)).toEqual([
      "staff-0042",
      "staff-0043",
    ]);
  });

  it("A43: the responsible person holds the post for security", async () => {
    const registrar = registrarOf(center);
    const takes = { id: center.id, body: "安全处", responsiblePerson: "staff-0042" };
    expect(await ask("setSecurity", takes, registrar)).toMatchObject({
      status: 422,
      body: { code: "person-not-security-officer", articles: [{ id: "A43" }] },
    });
    expect(await ask("setSecurity", { ...takes, responsiblePerson: "staff-0043" }, registrar)).toMatchObject({
      status: 200,
      body: { security: { body: "安全处", responsiblePerson: "staff-0043" } },
    });
    expect((await ask("setSecurity", takes)).status).toBe(403);
  });

  it("a person has one record: another institution waits until the first has ended theirs", async () => {
    const there = appointment({ id: police.id });
    expect(await ask("appointStaff", there, registrarOf(police))).toMatchObject({
      status: 409,
      body: { code: "person-in-post-elsewhere" },
    });
    expect(
      await ask("endPosts", { id: center.id, person: "staff-0042", because: "调离" }, registrarOf(center)),
    ).toMatchObject({ status: 200 });
    expect(await ask("appointStaff", there, registrarOf(police))).toMatchObject({
      status: 200,
      body: { institution: police.id },
    });
    const directory = openDirectory(engine.table);
    expect((await directory(center.id, "staff-0042")).staff).toMatchObject({ institution: police.id });
    expect(items(await ask("listStaff", { id: center.id }, registrarOf(center))).map(({ id }) => id)).toEqual([
      "staff-0043",
    ]);
  });

  it("training is renewed; others neither see nor touch it", async () => {
    const takes = { id: police.id, person: "staff-0042", trainedUntil: "2099-06-01" };
    expect(await ask("renewTraining", takes, registrarOf(police))).toMatchObject({
      status: 200,
      body: { trainedUntil: "2099-06-01" },
    });
    expect(await ask("renewTraining", takes, registrarOf(center))).toMatchObject({ status: 403 });
    expect(await ask("readStaff", { id: police.id, person: "staff-0042" }, registrarOf(center))).toMatchObject({
      status: 404,
    });
    expect(await ask("readStaff", { id: center.id, person: "staff-0042" }, registrarOf(center))).toMatchObject({
      status: 404,
    });
    expect(await ask("listStaff", { id: police.id }, registrarOf(center))).toMatchObject({ status: 404 });
    expect(await ask("readStaff", { id: police.id, person: "staff-0042" })).toMatchObject({ status: 200 });
  });

  it("the directory knows nothing of nobody", async () => {
    expect(await openDirectory(engine.table)(police.id, "nobody")).toEqual({ institution: expect.anything() });
    expect(await openDirectory(engine.table)("11310000EXAMPL9999", "nobody")).toEqual({});
  });
});
