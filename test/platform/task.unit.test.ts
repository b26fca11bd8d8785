import * as z from "zod";
import { accept, type Outcome, refuse } from "../../functions/kernel/outcome.ts";
import type { Call } from "../../functions/platform/operation.ts";
import { task } from "../../functions/platform/task.ts";
import { logged } from "./logged.ts";

const lines = logged();

const Input = z.object({ id: z.string() });

const aTask = (outcome: () => Promise<Outcome<string>>) => {
  const told: { input: unknown; call: Call }[] = [];
  const step = task("weigh", Input, async (input, call) => {
    told.push({ input, call });
    return outcome();
  });
  return { step, told };
};

describe("a step of a state machine", () => {
  it("gives the value of what it did", async () => {
    expect(await aTask(async () => accept("weighed")).step({ id: "apple-1" })).toBe("weighed");
  });

  it("takes last month's input: fields that it does not know are let through", async () => {
    const { step, told } = aTask(async () => accept("weighed"));
    await step({ id: "apple-1", colour: "red" });
    expect(told[0]?.input).toEqual({ id: "apple-1" });
  });

  it("throws a refusal under its own code, so that Catch knows it by name", async () => {
    const { step } = aTask(async () => refuse("already-weighed", { grams: 150 }));
    await expect(step({ id: "apple-1" })).rejects.toMatchObject({ name: "already-weighed", message: '{"grams":150}' });
    expect(lines().join("")).toContain('"code":"already-weighed"');
    expect(lines().join("")).not.toContain("FAULT");
  });

  it("throws a fault as it is, and counts it", async () => {
    const { step } = aTask(async () => {
      throw Object.assign(new Error("Rate exceeded"), { name: "ThrottlingException" });
    });
    await expect(step({ id: "apple-1" })).rejects.toMatchObject({ name: "ThrottlingException" });
    expect(lines().join("")).toContain('"Faults":1');
  });

  it("does not begin with an input that is wrong", async () => {
    const { step, told } = aTask(async () => accept("weighed"));
    await expect(step({})).rejects.toMatchObject({ name: "ZodError" });
    expect(told).toEqual([]);
  });

  it("has one key for one input, however often it runs and in whatever order its fields stand", async () => {
    const { step, told } = aTask(async () => accept("weighed"));
    for (const input of [
      { id: "1", round: 1 },
      { round: 1, id: "1" },
      { id: "1", round: 2 },
    ])
      await step(input);
    const [first, again, other] = told.map(({ call }) => call);
    expect(again).toEqual(first);
    expect(other?.key).not.toBe(first?.key);
    expect(first).toMatchObject({ operation: "task:weigh", by: { kind: "platform" } });
  });
});
