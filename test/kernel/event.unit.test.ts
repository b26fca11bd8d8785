import * as z from "zod";
import { EventEnvelope, PLATFORM } from "../../functions/kernel/event.ts";

const event = {
  id: "01936b2e-7f00-7000-8000-000000000001",
  type: "objections.decided.v1",
  source: "objections",
  subject: "01936b2e-7f00-7000-8000-000000000002",
  version: 3,
  at: "2026-11-24T01:02:03.004Z",
  by: PLATFORM,
  traceId: "1-67000000-000000000000000000000000",
  data: { decision: "correct-the-data" },
};

describe("an event on the bus", () => {
  it("is read with what a later version adds", () => {
    expect(EventEnvelope.parse({ ...event, region: "cn-north-1" })).toEqual({ ...event, region: "cn-north-1" });
  });

  it.each([
    ["a type without a version", { type: "objections.decided" }],
    ["a type of version 0", { type: "objections.decided.v0" }],
    ["a type that is no name", { type: "Objections.Decided.v1" }],
    ["no subject", { subject: "" }],
    ["a record that was never saved", { version: 0 }],
    ["a moment that is not UTC", { at: "2026-11-24T09:02:03.004+08:00" }],
    ["an id that is none", { id: "1" }],
    ["data that is no object", { data: "x" }],
  ])("is none with %s", (_what, fault) => {
    expect(EventEnvelope.safeParse({ ...event, ...fault }).success).toBe(false);
  });

  it("is narrowed by the context that announces it", () => {
    const Decided = EventEnvelope.extend({
      type: z.literal("objections.decided.v1"),
      data: z.object({ decision: z.string() }),
    });
    expect(Decided.parse(event).data.decision).toBe("correct-the-data");
    expect(Decided.safeParse({ ...event, type: "objections.overdue.v1" }).success).toBe(false);
  });
});
