import type { SQSEvent } from "aws-lambda";
import * as z from "zod";
import { accept, type Outcome, refuse } from "../../functions/kernel/outcome.ts";
import { type Heard, listen } from "../../functions/platform/listen.ts";
import type { Call } from "../../functions/platform/operation.ts";
import { logged } from "./logged.ts";
import { NOON } from "./orchard.ts";

const lines = logged();

const Grown = z.object({ type: z.literal("apples.grown.v1"), name: z.string() });

const idOf = (nth: number) => `0199b2c4-7a10-7cc0-8a55-${String(nth).padStart(12, "0")}`;

const aMessage = (nth: number, detail: object = {}) => ({
  messageId: `message-${nth}`,
  body: JSON.stringify({
    detail: {
      id: idOf(nth),
      type: "apples.grown.v1",
      source: "apples",
      subject: `apple-${nth}`,
      version: nth + 1,
      at: NOON,
      by: "north",
      traceId: `trace-${nth}`,
      data: { name: `Fuji ${nth}` },
      ...detail,
    },
  }),
});

const sent = (...messages: readonly object[]) => ({ Records: messages }) as unknown as SQSEvent;

type Told = { event: unknown; call: Call; heard: Heard };

/** A listener that answers as it is told, and what it was told. */
const aListener = (answer: (name: string) => Promise<Outcome<unknown>> = async () => accept(undefined)) => {
  const told: Told[] = [];
  const handler = listen("pears", [Grown], {
    "apples.grown.v1": async (event, call, heard) => {
      told.push({ event, call, heard });
      return answer(event.name);
    },
  });
  return { handler, told };
};

const failuresIn = ({ batchItemFailures }: { batchItemFailures: { itemIdentifier: string }[] }) =>
  batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);

describe("a listener", () => {
  it("is told the event by its schema, the record it is about, and a call that is keyed by the event", async () => {
    const { handler, told } = aListener();
    expect(failuresIn(await handler(sent(aMessage(1, { extra: "let through" }))))).toEqual([]);
    expect(told).toEqual([
      {
        event: { type: "apples.grown.v1", name: "Fuji 1" },
        call: {
          by: expect.objectContaining({ kind: "platform", id: "platform" }),
          operation: "listener:pears",
          key: idOf(1),
          digest: idOf(1),
          traceId: "trace-1",
        },
        heard: expect.objectContaining({ source: "apples", subject: "apple-1", version: 2, at: NOON }),
      },
    ]);
  });

  it("takes an event that it does not hear for done", async () => {
    const { handler, told } = aListener();
    expect(failuresIn(await handler(sent(aMessage(1, { type: "apples.eaten.v1" }))))).toEqual([]);
    expect(told).toEqual([]);
    expect(lines().join("")).toContain('"code":"not-heard"');
  });

  it("takes a lawful refusal for an end", async () => {
    const { handler } = aListener(async () => refuse("name-taken"));
    expect(failuresIn(await handler(sent(aMessage(1))))).toEqual([]);
    expect(lines().join("")).toContain('"code":"name-taken"');
  });

  it("hears again what lost a race", async () => {
    const { handler } = aListener(async () => refuse("record-changed-meanwhile"));
    expect(failuresIn(await handler(sent(aMessage(1))))).toEqual(["message-1"]);
  });

  const positions = Array.from({ length: 5 }, (_, at) => ({ at }));
  it.each(positions)("gives back the one event of five that fails, at position $at, and no other", async ({ at }) => {
    const { handler, told } = aListener(async (name) => {
      if (name === `Fuji ${at}`) throw new Error("failed");
      return accept(undefined);
    });
    const batch = sent(...positions.map(({ at: nth }) => aMessage(nth)));
    expect(failuresIn(await handler(batch))).toEqual([`message-${at}`]);
    expect(told).toHaveLength(5);
  });

  it("gives all back when all fail, and does not fail itself", async () => {
    const { handler } = aListener(async () => {
      throw new Error("failed");
    });
    expect(failuresIn(await handler(sent(aMessage(1), aMessage(2))))).toEqual(["message-1", "message-2"]);
  });

  it.each([
    { what: "is no JSON", message: { messageId: "m", body: "{" } },
    { what: "is no event", message: { messageId: "m", body: "{}" } },
    { what: "has no name, which its schema demands", message: { ...aMessage(1, { data: {} }), messageId: "m" } },
  ])("gives back a message that $what, so that it ends among the dead letters", async ({ message }) => {
    const { handler, told } = aListener();
    expect(failuresIn(await handler(sent(message, aMessage(2))))).toEqual(["m"]);
    expect(told).toHaveLength(1);
  });

  it("logs a fault with the message's id and without the event's fields", async () => {
    const { handler } = aListener(async () => {
      throw new Error("failed");
    });
    await handler(sent(aMessage(1)));
    expect(lines().join("")).toContain('"messageId":"message-1"');
    expect(lines().join("")).not.toContain("Fuji");
  });

  it("begins each batch anew: what failed before fails no more", async () => {
    let fails = true;
    const { handler } = aListener(async () => {
      if (fails) throw new Error("failed");
      return accept(undefined);
    });
    expect(failuresIn(await handler(sent(aMessage(1))))).toEqual(["message-1"]);
    fails = false;
    expect(failuresIn(await handler(sent(aMessage(1))))).toEqual([]);
  });
});
