import { aSystem } from "../../demo/callers.ts";
import { ROLES, type Role } from "../../functions/platform/principal.ts";
import { aCity, type City } from "../support/city.ts";
import { askedOf } from "./alike.ts";
import { type Caller, callerOf, type Person } from "./caller.ts";
import { forAll } from "./for-all.ts";
import type { Answer } from "./http.ts";
import { OPERATIONS, operationOf, problemOf } from "./operations.ts";
import { seedPeople, somebodyOf } from "./people.ts";

let city: City;
let caller: Caller;

beforeAll(async () => {
  city = await aCity();
  await seedPeople(city.cloud);
  caller = callerOf(city);
});

afterEach(() => {
  expect(caller.complaints()).toEqual([]);
});

const codeOf = (answer: Answer): string => (answer.status < 400 ? "ok" : problemOf(answer).code);
const rolesOf = (who: readonly Role[] | "everyone" | "nobody-known"): readonly Role[] =>
  typeof who === "string" ? ROLES : who;

const guarded = OPERATIONS.filter(({ operation }) => operation.who !== "nobody-known");
const withPost = guarded.filter(({ operation }) => operation.post !== undefined);

/** What comes before any look at the fields or the record. */
const NOT_ADMITTED = ["not-signed-in", "role-not-allowed", "post-not-held", "training-out-of-date"];

describe("the people of these tests", () => {
  it("play one role each, as the platform itself sees them", async () => {
    for (const role of ROLES) {
      const { text } = await caller.call("readMe", {}, somebodyOf(role));
      expect([role, JSON.parse(text).roles]).toEqual([role, [role]]);
    }
  });
});

describe("A47p2: every door by every role", () => {
  it.each(guarded)("$name is closed to whoever has not signed in", async ({ name, operation }) => {
    const answer = await caller.call(name, operation.example.takes);
    expect([answer.status, codeOf(answer)]).toEqual([401, "not-signed-in"]);
  });

  it.each(
    guarded.filter(({ operation }) => operation.who !== "everyone"),
  )("$name is closed to every role that it does not name", async ({ name, operation }) => {
    const open = rolesOf(operation.who);
    const closed = ROLES.filter((role) => !open.includes(role));
    const said = await forAll(closed, async (role) => {
      const answer = await caller.call(name, operation.example.takes, somebodyOf(role));
      return [role, answer.status, codeOf(answer)];
    });
    expect(said).toEqual(closed.map((role) => [role, 403, "role-not-allowed"]));
  });

  it.each(guarded)("$name lets in every role that it names", async ({ name, operation }) => {
    const open = rolesOf(operation.who);
    const said = await forAll(open, async (role) =>
      codeOf(await caller.call(name, operation.example.takes, somebodyOf(role))),
    );
    expect(said.filter((code) => NOT_ADMITTED.includes(code))).toEqual([]);
  });
});

describe("A46: an important act needs its post, with training in date", () => {
  it.each(withPost)("$name is closed to whoever does not hold its post", async ({ name, operation }) => {
    for (const role of rolesOf(operation.who)) {
      const answer = await caller.call(name, operation.example.takes, somebodyOf(role, "without-posts"));
      expect([answer.status, problemOf(answer)]).toEqual([
        403,
        expect.objectContaining({ code: "post-not-held", articles: [expect.objectContaining({ id: "A46" })] }),
      ]);
    }
  });

  it.each(withPost)("$name is closed the day after the training ended", async ({ name, operation }) => {
    for (const role of rolesOf(operation.who)) {
      const answer = await caller.call(name, operation.example.takes, somebodyOf(role, "untrained"));
      expect([answer.status, problemOf(answer)]).toEqual([
        403,
        expect.objectContaining({ code: "training-out-of-date", articles: [expect.objectContaining({ id: "A46" })] }),
      ]);
    }
  });
});

describe("A47p2: what is denied looks as if it were not there", () => {
  const ABSENT = "0199b2c4-7a10-7cc0-8a55-000000000000";
  const made: Record<"draft" | "submitted" | "client", string> = { draft: "", submitted: "", client: "" };

  beforeAll(async () => {
    const { takes } = operationOf("draftResource").example;
    const { jwk } = await aSystem(() => city.cloud.clock.now());
    const registration = { name: "学籍系统", purposes: ["查询目录"], jwk };
    const idOf = ({ text }: Answer): string => JSON.parse(text).id;
    made.client = idOf(await caller.call("registerClient", registration, "education.registrar"));
    made.draft = idOf(await caller.call("draftResource", takes, "education.editor"));
    made.submitted = idOf(await caller.call("draftResource", takes, "education.editor"));
    const { id } = { id: made.submitted };
    await caller.call("reviewSecrecy", { id, outcome: "cleared" }, "education.secrecy");
    const submitted = await caller.call("submitResource", { id }, "education.editor");
    expect(JSON.parse(submitted.text)).toMatchObject({ status: "submitted" });
    await city.cloud.settle();
  });

  /** The same question about something that is there and something that is not. */
  const alike = async (name: string, takesOf: (id: string) => object, there: string, absent: string, by: Person) => {
    const asked = askedOf(city, caller);
    for (const headers of [{}, { "if-match": '"7"' }, { "accept-language": "en" }]) {
      const denied = await asked(name, takesOf(there), there, by, headers);
      expect(denied).toEqual(await asked(name, takesOf(absent), absent, by, headers));
      expect(JSON.parse(denied.text).code).toBe("record-unknown");
    }
  };

  it.each([
    "readResource",
    "readResourceHistory",
    "editResource",
    "submitResource",
    "withdrawSubmission",
    "reviseResource",
    "retireResource",
  ])("%s: another department's draft", async (name) => {
    await alike(name, (id) => ({ id }), made.draft, ABSENT, "civil-affairs.editor");
  });

  it("reviewSecrecy: a draft of data that another institution provides", async () => {
    await alike("reviewSecrecy", (id) => ({ id }), made.draft, ABSENT, "civil-affairs.secrecy");
  });

  it("reviewResource: a draft that has not been submitted", async () => {
    await alike("reviewResource", (id) => ({ id }), made.draft, ABSENT, "big-data-center.reviewer");
  });

  it.each(["readClient", "rotateKey", "revokeClient"])("%s: another institution's system", async (name) => {
    await alike(name, (id) => ({ id }), made.client, ABSENT, "civil-affairs.registrar");
  });

  it.each(["readTask", "takeTask", "giveTaskBack"])("%s: what waits for the Center", async (name) => {
    const taskOf = (id: string) => ({ id: `catalog~resource~${id}~review~1` });
    await alike(name, taskOf, made.submitted, ABSENT, "civil-affairs.editor");
    const { text } = await caller.call(name, taskOf(made.submitted), "big-data-center.reviewer");
    expect(JSON.parse(text)).toMatchObject({ status: "open" });
  });

  it("readStaff: who holds posts in another institution", async () => {
    const education = operationOf("draftResource").example.takes as { content: { provider: { code: string } } };
    const { code } = education.content.provider;
    await alike("readStaff", (person) => ({ id: code, person }), "education.editor", "nobody.editor", "finance.editor");
  });
});
