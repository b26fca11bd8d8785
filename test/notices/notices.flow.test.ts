import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { connector } from "../../functions/notices/connector.ts";
import type { contract } from "../../functions/notices/contract.ts";
import type { Notice } from "../../functions/notices/notice.ts";
import { connectorsOf, Settings } from "../../functions/notices/settings.ts";
import { notices, noticeWrites } from "../../functions/notices/store.ts";
import { type Deps, handOver, useCases } from "../../functions/notices/use-cases.ts";
import type { Call, UseCases } from "../../functions/platform/operation.ts";
import { PLATFORM, Principal } from "../../functions/platform/principal.ts";
import { openStore } from "../../functions/platform/store/open.ts";
import { type DevelopmentChannels, startChannels } from "../../local/cloud/channels.ts";
import { listen } from "../../local/shared/server.ts";
import { codeOf, granted } from "../platform/orchard.ts";
import { aTable, type TestTable } from "../support/table.ts";
import { ABOUT, aNotice, CODES, LIN, WANG } from "./support.ts";

let engine: TestTable;
let channels: DevelopmentChannels;
let folder: string;
let deps: Deps;
let door: UseCases<typeof contract>;

beforeEach(async () => {
  engine = await aTable([notices]);
  folder = mkdtempSync(join(tmpdir(), "onenet-channels-"));
  channels = await startChannels({ folder });
  const NOTICE_CHANNELS = JSON.stringify({ sms: `${channels.url}/sms`, mail: `${channels.url}/mail` });
  const connectors = connectorsOf(Settings.parse({ NOTICE_CHANNELS }));
  deps = { notices: openStore(notices, engine.table), connectors, now: engine.table.now };
  door = useCases(deps);
});
afterEach(async () => {
  await channels.close();
  await engine.close();
  rmSync(folder, { recursive: true });
});

/** What whoever acts does: its own row and the notices of it, together. */
const put = (all: readonly Notice[], own = "objection") =>
  engine.table.dynamo.send(
    new TransactWriteCommand({
      TransactItems: [
        { Put: { TableName: engine.table.name, Item: { pk: own, sk: "now" } } },
        ...noticeWrites(engine.table.name, all),
      ],
    }),
  );

let nth = 0;
const callBy = (by: Partial<Record<keyof Principal, unknown>>): Call => ({
  by: Principal.parse({ kind: "staff", id: "s", roles: ["institution"], posts: [], ...by }),
  operation: "an-operation",
  key: `key-${++nth}`,
  digest: "d",
  traceId: "t",
});
const person = (subject?: string) =>
  callBy({ kind: "person", id: "one-net:p", roles: ["person"], ...(subject === undefined ? {} : { subject }) });
const body = (institution: string, roles: Principal["roles"] = ["institution"]) => callBy({ institution, roles });
/** The event of a notice as the listener hears it: the same key however often it comes. */
const heard = (id: string): Call => ({
  ...callBy({}),
  by: PLATFORM,
  operation: "listener:notices",
  key: id,
  digest: id,
});
const tell = (id: string) => handOver(deps, id, heard(id));
const idOf = (version: number) => aNotice(version).id;

describe("A48(1): nothing is done without its being told", () => {
  it("a notice is put with the act that it tells about or not at all, and by no act twice", async () => {
    await put([aNotice(1)]);
    await expect(put([aNotice(1), aNotice(2)], "another")).rejects.toThrow("ConditionalCheckFailed");
    expect(codeOf(await deps.notices.find(idOf(2)))).toBe("record-unknown");
  });

  it("lies in the portal at once, and announces itself without naming anybody", async () => {
    await put([aNotice(1)]);
    const { now } = granted(await deps.notices.find(idOf(1)));
    expect(now.deliveries).toEqual([{ channel: "portal", handedOverAt: aNotice(1).sentAt }]);
    const { items } = granted(await deps.notices.history(idOf(1)));
    expect(items).toMatchObject([{ type: "notices.sent.v1", version: 1, by: "platform", data: { about: ABOUT } }]);
    expect(JSON.stringify(items)).not.toContain(LIN);
  });
});

describe("A48(1): the objector reads what they were told", () => {
  it("the latest first, page by page, and nobody else's", async () => {
    await put([aNotice(1, "objection-received"), aNotice(2), aNotice(3, "objection-withdrawn", { to: WANG })]);
    const first = granted(await door.listMyNotices({ limit: 1 }, person(LIN))).now;
    expect(first.items.map(({ id }) => id)).toEqual([idOf(2)]);
    const { items } = granted(await door.listMyNotices({ cursor: first.next ?? "" }, person(LIN))).now;
    expect(items).toMatchObject([
      { what: "objection-received", text: { zh: expect.stringContaining("2026-11-24收到") } },
    ]);
    expect(Object.keys(items[0] ?? {})).not.toContain("to");
  });

  it("not without a verified number", async () => {
    expect(codeOf(await door.listMyNotices({}, person()))).toBe("number-not-verified");
  });

  it("when it was first read goes on record; reading again changes nothing", async () => {
    await put([aNotice(1)]);
    const read = granted(await door.acknowledgeNotice({ id: idOf(1) }, person(LIN)));
    expect(read).toMatchObject({ version: 2, now: { readAt: expect.any(String) } });
    engine.clock.moveTo(engine.clock.now() + 60_000);
    expect(granted(await door.acknowledgeNotice({ id: idOf(1) }, person(LIN)))).toEqual(read);
  });

  it.each([
    ["another person", WANG],
    ["nobody known", undefined],
  ])("to %s it looks as if it were not there", async (_who, by) => {
    await put([aNotice(1)]);
    const there = await door.acknowledgeNotice({ id: idOf(1) }, person(by));
    const absent = await door.acknowledgeNotice({ id: idOf(9) }, person(by));
    expect([codeOf(there), codeOf(absent)]).toEqual(["record-unknown", "record-unknown"]);
  });
});

describe("A48(2): who holds the matter sees what was told", () => {
  const toldTo = async (call: Call, id = ABOUT.id) =>
    granted(await door.listNoticesAbout({ ...ABOUT, id }, call)).now.items.map((it) => it.id);

  it.each([
    { who: "the Center", by: body(CODES.center, ["institution", "big-data-center"]), versions: [1, 2] },
    { who: "the department, from the hand-over on", by: body(CODES.department), versions: [2] },
    { who: "another body", by: body(CODES.other), versions: [] },
  ])("$who", async ({ by, versions }) => {
    await put([aNotice(1), aNotice(2, "objection-handed-over", { concerns: CODES.department })]);
    expect(await toldTo(by)).toEqual(versions.map(idOf));
    expect(await toldTo(by, "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d99")).toEqual([]);
  });

  it("what is another's leads to no next page", async () => {
    await put([aNotice(1), aNotice(2), aNotice(3)]);
    expect(granted(await door.listNoticesAbout({ ...ABOUT, limit: 1 }, body(CODES.other))).now).toEqual({ items: [] });
  });
});

describe("A48(1): other channels are handed what they have not taken", () => {
  it("each once, with its receipt on the notice, however often the event is heard", async () => {
    await put([aNotice(1)]);
    granted(await tell(idOf(1)));
    granted(await tell(idOf(1)));
    expect(channels.handed().map(({ channel, id, to }) => [channel, id, to])).toEqual([
      ["sms", idOf(1), LIN],
      ["mail", idOf(1), LIN],
    ]);
    const { now } = granted(await deps.notices.find(idOf(1)));
    const [sms, mail] = channels.handed();
    expect(now.deliveries).toMatchObject([
      { channel: "portal" },
      { channel: "sms", receipt: sms?.receipt },
      { channel: "mail", receipt: mail?.receipt },
    ]);
  });

  it("a channel that fails keeps no other waiting, and is asked again when the event is heard again", async () => {
    await put([aNotice(1)]);
    channels.refuse(1);
    await expect(tell(idOf(1))).rejects.toThrow("Not handed over: sms: status-503.");
    expect(channels.handed().map(({ channel }) => channel)).toEqual(["mail"]);
    granted(await tell(idOf(1)));
    expect(channels.handed().map(({ channel }) => channel)).toEqual(["mail", "sms"]);
  });

  it("a receipt that was lost on its way to us makes no second message for its reader", async () => {
    await put([aNotice(1)]);
    engine.recorder.fault = ({ operation }, when) => {
      if (operation === "TransactWriteItems" && when === "before") throw new Error("crashed");
    };
    await expect(tell(idOf(1))).rejects.toThrow("crashed");
    engine.recorder.fault = () => undefined;
    granted(await tell(idOf(1)));
    expect(channels.handed().map(({ channel }) => channel)).toEqual(["sms", "mail"]);
  });

  it("a notice that its reader has read meanwhile is handed over when it is heard again", async () => {
    await put([aNotice(1)]);
    const stale = await deps.notices.find(idOf(1));
    granted(await door.acknowledgeNotice({ id: idOf(1) }, person(LIN)));
    const raced: Deps = { ...deps, notices: { ...deps.notices, find: async () => stale } };
    expect(codeOf(await handOver(raced, idOf(1), heard(idOf(1))))).toBe("record-changed-meanwhile");
    granted(await tell(idOf(1)));
    expect(granted(await deps.notices.find(idOf(1))).now).toMatchObject({
      readAt: expect.any(String),
      deliveries: [{ channel: "portal" }, { channel: "sms" }, { channel: "mail" }],
    });
  });

  it("a stage without channels has the portal and asks nobody", async () => {
    await put([aNotice(1)]);
    const connectors = connectorsOf(Settings.parse({ NOTICE_CHANNELS: "{}" }));
    granted(await handOver({ ...deps, connectors }, idOf(1), heard(idOf(1))));
    expect(channels.handed()).toEqual([]);
  });

  it("the stand-in keeps what it was handed", async () => {
    await put([aNotice(1)]);
    granted(await tell(idOf(1)));
    const again = await startChannels({ folder });
    expect(again.handed()).toEqual(channels.handed());
    await again.close();
  });
});

describe("A47: nobody is told but the channel that is registered", () => {
  const message = { id: idOf(1), to: LIN, text: { zh: "一", en: "one" } };
  const because = async (answer: (elsewhere: string) => { status: number; headers?: object; body?: string }) => {
    const asked: string[] = [];
    const elsewhere = await listen(async (request, response) => {
      asked.push(request.url ?? "");
      response.end("{}");
    });
    const endpoint = await listen(async (_request, response) => {
      const { status, headers = {}, body = "" } = answer(elsewhere.url);
      response.writeHead(status, { ...headers }).end(body);
    });
    const said = await connector(`${endpoint.url}/sms`)(message);
    await Promise.all([endpoint.close(), elsewhere.close()]);
    expect(asked).toEqual([]);
    return said.ok ? said.value : said.refusal.facts["because"];
  };

  it.each([
    ["a redirect is not followed", { status: 307 }, "not-reached"],
    ["an answer without a receipt is none", { status: 200, body: "{}" }, "status-200"],
    ["an answer that is no JSON is none", { status: 200, body: "<html>" }, "not-reached"],
    ["a failing channel has not taken it", { status: 500, body: `{"receipt":"r"}` }, "status-500"],
  ])("%s", async (_says, answer, why) => {
    expect(await because((elsewhere) => ({ headers: { location: `${elsewhere}/sms` }, ...answer }))).toBe(why);
  });

  it("one that does not answer in its time has not taken it", async () => {
    const silent = await listen(async () => undefined);
    const said = await connector(silent.url, 50)(message);
    await silent.close();
    expect(said).toMatchObject({ ok: false, refusal: { code: "channel-failed", facts: { because: "not-reached" } } });
  });
});
