import * as z from "zod";
import { ServiceFault, unsupported } from "../shared/fault.ts";

/** Parses the input of an operation. A field that is not supported is refused by name, not passed over. */
export const parseInput = <T>(operation: string, schema: z.ZodType<T>, input: unknown): T => {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const unknown = parsed.error.issues.find(({ code }) => code === "unrecognized_keys");
  if (unknown?.code === "unrecognized_keys")
    throw unsupported("Step Functions", `the field '${unknown.keys.join("', '")}' of ${operation}`);
  throw new ServiceFault("ValidationException", z.prettifyError(parsed.error));
};

/** Instants leave as seconds since 1970, as the protocol has them. */
export const seconds = (milliseconds: number): number => milliseconds / 1000;

export const paging = {
  maxResults: z.int().min(0).max(1000).optional(),
  nextToken: z.string().optional(),
};

/**
 * One page of a list. The token names the last item given, so that items which come or go meanwhile do not shift
 * the others. `keyOf` must be unique in the list.
 */
export const page = <Item>(
  items: readonly Item[],
  { maxResults, nextToken }: { readonly maxResults?: number | undefined; readonly nextToken?: string | undefined },
  keyOf: (item: Item) => string,
): { readonly items: readonly Item[]; readonly nextToken?: string } => {
  const size = maxResults === undefined || maxResults === 0 ? 100 : maxResults;
  const last = nextToken === undefined ? undefined : Buffer.from(nextToken, "base64url").toString();
  const before = last === undefined ? -1 : items.findIndex((item) => keyOf(item) === last);
  if (last !== undefined && before === -1) throw new ServiceFault("InvalidToken", `Invalid Token: '${nextToken}'`);
  const given = items.slice(before + 1, before + 1 + size);
  const end = given.at(-1);
  if (end === undefined || before + 1 + size >= items.length) return { items: given };
  return { items: given, nextToken: Buffer.from(keyOf(end)).toString("base64url") };
};

const NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u;

export const demandName = (name: string): string => {
  if (NAME.test(name)) return name;
  throw new ServiceFault("InvalidName", `Invalid Name: '${name}'`);
};

/** JSON text that came in from outside, or the fault that its operation answers with. */
export const demandJson = (text: string, fault: string, what: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new ServiceFault(fault, `Invalid ${what}: '${text.slice(0, 200)}' is not valid JSON`);
  }
};
