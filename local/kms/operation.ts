import type * as z from "zod";
import type { Asker } from "./desk.ts";

/** One operation of KMS: its input as it came, and who asks. */
export type Operation = (input: unknown, asker: Asker) => Promise<unknown>;
export type Operations = Readonly<Record<string, Operation>>;

export const operation =
  <Schema extends z.ZodType>(takes: Schema, act: (input: z.output<Schema>, asker: Asker) => unknown): Operation =>
  async (input, asker) =>
    act(takes.parse(input), asker);
