import * as z from "zod";
import { numberFromText } from "../kernel/number.ts";
import { accept, type Outcome, refuse } from "../kernel/outcome.ts";

/** A page of a list, and where the next one starts; without `next` it was the last. Nothing is capped silently. */
export type Page<T> = Readonly<{ items: readonly T[]; next?: string }>;

/** The fields that every list takes. */
export const PageFields = {
  cursor: z.string().max(2000).meta({ description: "From `next` of the page before" }).exactOptional(),
  limit: numberFromText(1, 100).meta({ description: "Entries on a page, at most 100" }).exactOptional(),
};

/** The answer of a list. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    next: z.string().meta({ description: "Cursor of the next page; absent on the last one" }).exactOptional(),
  });

/** What a list of records answers: each as it stands, without the version that it was found in. */
export const listed = <T, C extends string>(found: Outcome<Page<Readonly<{ now: T }>>, C>) =>
  found.ok ? accept({ now: { ...found.value, items: found.value.items.map(({ now }) => now) } }) : found;

const Position = z.object({ of: z.string(), at: z.record(z.string(), z.string()) });

/** A cursor names the list it belongs to, so that it cannot be used to read another one. */
export const cursorOf = (position: Readonly<Record<string, unknown>>, list: string): string =>
  Buffer.from(JSON.stringify({ of: list, at: position })).toString("base64url");

/** Where a cursor points, if it belongs to this list. */
export const positionOf = (cursor: string, list: string): Outcome<Record<string, string>, "cursor-invalid"> => {
  const position = Position.safeParse(jsonOf(Buffer.from(cursor, "base64url").toString()));
  return position.success && position.data.of === list
    ? accept(position.data.at)
    : refuse("cursor-invalid", { field: "cursor" });
};

/** A query of ours is always well-formed: what DynamoDB does not understand in one is a cursor that somebody bent. */
export const orBentCursor = (cursor: string | undefined) => (fault: unknown) => {
  const isInvalid = fault instanceof Error && fault.name === "ValidationException";
  if (cursor !== undefined && isInvalid) return refuse("cursor-invalid", { field: "cursor" });
  throw fault;
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
