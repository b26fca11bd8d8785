import { newId } from "../../functions/platform/id.ts";
import type { City } from "../support/city.ts";
import type { Caller } from "./caller.ts";
import { type Answer, send } from "./http.ts";
import { operationOf, problemOf } from "./operations.ts";

type Place = Readonly<{ city: City; caller: Caller }>;

const EDITOR = "education.editor";
const { content } = operationOf("draftResource").example.takes as { content: Record<string, unknown> };
const idOf = ({ text }: Answer): string => JSON.parse(text).id;
const said = (answer: Answer) => {
  const { code, fields } = problemOf(answer);
  return [answer.status, code, ...fields.map(({ in: where, pointer }) => `${where} ${pointer}`)];
};

/** Texts that a template, a query or a browser might take for an order. */
const ORDERS = [
  "{% $states.input %}",
  "{% $eval('1+1') %}",
  "$$.Task.Token",
  "#pk = :x",
  "attribute_exists(pk)",
  "' OR 1=1 --",
  "<script>alert(1)</script>",
  "=cmd|' /C calc'!A0",
  "$context.requestId",
  "𠮷野家",
];

/** Tests of commands that come again, late, too often, or with words that are no orders here. */
export const badCommands = (place: () => Place): void => {
  let made = 0;
  const aContent = (change: object = {}) => ({ ...content, name: `资源${++made}`, ...change });
  const draft = (takes: object, how: { key?: string; headers?: Record<string, string> } = {}, by = EDITOR) =>
    place().caller.call("draftResource", takes, by, how);

  describe("an Idempotency-Key", () => {
    it.each([
      ["that is missing", ""],
      ["of seven characters", "1234567"],
      ["of 129 characters", "x".repeat(129)],
      ["with a space", "1234 5678"],
      ["beyond ASCII", "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"],
    ])("%s is refused by its name", async (_, key) => {
      const answer = await draft({ content: aContent() }, { key });
      expect(said(answer)).toEqual([400, "idempotency-key-missing", "header Idempotency-Key"]);
    });

    it("that comes again is answered as the first time, and says so", async () => {
      const [key, takes] = [newId(), { content: aContent() }];
      const first = await draft(takes, { key });
      const again = await draft(takes, { key, headers: { "accept-language": "en" } });
      expect([first.status, first.headers["idempotency-replayed"]]).toEqual([201, undefined]);
      expect([again.status, again.headers["idempotency-replayed"]]).toEqual([201, "true"]);
      expect([again.text, again.headers["location"], again.headers["etag"]]).toEqual([
        first.text,
        first.headers["location"],
        first.headers["etag"],
      ]);
    });

    it("that comes again after the record has moved on is still answered as the first time", async () => {
      const id = idOf(await draft({ content: aContent() }));
      const takes = { id, content: aContent() };
      const key = newId();
      const first = await place().caller.call("editResource", takes, EDITOR, { key });
      await place().caller.call("editResource", { id, content: aContent() }, EDITOR);
      const again = await place().caller.call("editResource", takes, EDITOR, { key });
      expect([again.text, again.headers["idempotency-replayed"]]).toEqual([first.text, "true"]);
    });

    it("with another body is refused by its name", async () => {
      const key = newId();
      await draft({ content: aContent() }, { key });
      const other = await draft({ content: aContent() }, { key });
      expect(said(other)).toEqual([422, "idempotency-key-reused", "header Idempotency-Key"]);
    });

    it("of another caller, or at another operation, is another key", async () => {
      const [key, takes] = [newId(), { content: aContent() }];
      const [mine, theirs] = [await draft(takes, { key }), await draft(takes, { key }, "civil-affairs.editor")];
      expect([mine.status, theirs.status, idOf(mine) === idOf(theirs)]).toEqual([201, 201, false]);
      const edited = await place().caller.call("editResource", { ...takes, id: idOf(mine) }, EDITOR, { key });
      expect([edited.status, edited.headers["idempotency-replayed"]]).toEqual([200, undefined]);
    });
  });

  describe("If-Match", () => {
    it("of the version that is there lets the change through, of an older one does not", async () => {
      const created = await draft({ content: aContent() });
      const takes = () => ({ id: idOf(created), content: aContent() });
      const edit = (tag: string) =>
        place().caller.call("editResource", takes(), EDITOR, { headers: { "if-match": tag } });
      expect(created.headers["etag"]).toBe('"1"');
      expect((await edit('"1"')).headers["etag"]).toBe('"2"');
      const stale = await edit('"1"');
      expect(said(stale)).toEqual([409, "record-changed-meanwhile", "header If-Match"]);
      expect(problemOf(stale).facts).toMatchObject({ yours: 1, now: 2 });
    });

    it.each([
      "1",
      "*",
      'W/"1"',
      '"x"',
      '"1", "2"',
      '"99999999999"',
    ])("of no shape is refused by its name: %s", async (tag) => {
      const takes = { id: "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d11", content: aContent() };
      const answer = await place().caller.call("editResource", takes, EDITOR, { headers: { "if-match": tag } });
      expect(said(answer)).toEqual([400, "fields-invalid", "header If-Match"]);
    });
  });

  describe("words are words", () => {
    it.each(ORDERS)("in a name, in the inbox and in reasons: %s", async (words) => {
      const { city, caller } = place();
      const name = `${words} ${++made}`;
      const created = await draft({ content: { ...content, name } });
      expect(JSON.parse(created.text)).toMatchObject({ work: { content: { name } } });
      const id = idOf(created);
      await caller.call("reviewSecrecy", { id, outcome: "cleared" }, "education.secrecy");
      await caller.call("submitResource", { id }, EDITOR);
      await city.cloud.settle();
      const task = { id: `catalog~resource~${id}~review~1` };
      const waiting = await caller.call("readTask", task, "big-data-center.reviewer");
      expect(JSON.parse(waiting.text)).toMatchObject({ status: "open", title: name });
      const reasons = [{ field: "/abstract", mend: words }];
      const returned = await caller.call(
        "reviewResource",
        { id, decision: "return", reasons },
        "big-data-center.reviewer",
      );
      expect(JSON.parse(returned.text)).toMatchObject({ status: "returned", reasons });
      await city.cloud.settle();
      const closed = await caller.call("readTask", task, "big-data-center.reviewer");
      expect(JSON.parse(closed.text)).toMatchObject({ status: "done", outcome: "returned" });
    });

    it.each(ORDERS)("in a search and in a list: %s", async (words) => {
      const found = await place().caller.call("searchCatalogue", { text: words }, EDITOR);
      expect([found.status, JSON.parse(found.text).items]).toEqual([200, []]);
      const listed = await place().caller.call("listLaws", { group: words }, EDITOR);
      expect([listed.status, JSON.parse(listed.text).items]).toEqual([200, []]);
    });
  });

  describe("too many requests", () => {
    it("of one institution are refused with 429 and when to come again; others are not held up", async () => {
      const { city, caller } = place();
      const { clock } = city.cloud;
      const noon = clock.now();
      /** Time that stands still fills no budget: however slow the machine, the plan is used up. */
      const holdTime = () => Atomics.store(clock.offset, 0, BigInt(Math.round(noon - Date.now())));
      const headers = { authorization: `Bearer ${await caller.tokenOf("statistics.editor")}` };
      let answer: Answer = { status: 0, headers: {}, text: "" };
      for (let asked = 0; asked <= 300 && answer.status !== 429; asked++) {
        holdTime();
        answer = await send(city.cloud.url, { method: "GET", path: "/identity/me", headers });
      }
      expect([answer.status, answer.headers["retry-after"], problemOf(answer).code]).toEqual([
        429,
        "1",
        "too-many-requests",
      ]);
      expect((await caller.call("readMe", {}, "audit.editor")).status).toBe(200);
      clock.moveTo(noon + 2000);
      expect((await send(city.cloud.url, { method: "GET", path: "/identity/me", headers })).status).toBe(200);
    });
  });
};
