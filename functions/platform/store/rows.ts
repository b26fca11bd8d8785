import * as z from "zod";
import { Wait } from "../../kernel/event.ts";
import { LIMITS } from "../../kernel/limits.ts";
import type { Call } from "../operation.ts";
import type { Claim, IndexKey } from "./declare.ts";

/** The rows of a context's table; docs/architecture.md shows them side by side. */
export type Key = Readonly<{ pk: string; sk: string }>;

export const NOW = "now";
const EVENT = "event#";
const CLAIM = "claim#";
const IDEMPOTENCY = "idem#";
/** Rows that can be made again from the records (search postings); the relay leaves them out of the journal. */
export const DERIVED = "~";

export const recordKey = (kind: string, id: string): Key => ({ pk: `${kind}#${id}`, sk: NOW });

/** Ten digits keep the order of versions; a record with more than ten thousand million acts is not foreseen. */
export const eventKey = (kind: string, id: string, version: number): Key => ({
  pk: `${kind}#${id}`,
  sk: `${EVENT}${String(version).padStart(10, "0")}`,
});

export const claimKey = (claim: Pick<Claim, "name">): Key => ({ pk: `${CLAIM}${claim.name}`, sk: "holder" });

export const idempotencyKey = ({ by, operation, key }: Call): Key => ({
  // A key and an id are the caller's words: escaped, no two callers can be made to share a row.
  pk: `${IDEMPOTENCY}${encodeURIComponent(by.id)}#${operation}#${key}`,
  sk: "answer",
});

export const isEventKey = ({ sk }: Key): boolean => sk.startsWith(EVENT);
export const isDerivedKey = ({ pk }: Key): boolean => pk.startsWith(DERIVED);

export const RecordRow = z.object({ version: z.number().int().min(1), data: z.unknown() });

export const EventRow = z.object({
  pk: z.string(),
  sk: z.string(),
  id: z.string(),
  type: z.string(),
  version: z.number().int(),
  at: z.string(),
  by: z.string(),
  trace: z.string(),
  wait: Wait.exactOptional(),
  data: z.record(z.string(), z.unknown()),
  /** Kept in the history and not announced. */
  quiet: z.literal(true).exactOptional(),
});
export type EventRow = z.infer<typeof EventRow>;

export const IdempotencyRow = z.object({
  digest: z.string(),
  answer: z.unknown(),
  version: z.number().int().optional(),
});

export const ClaimRow = z.object({ owner: z.string() });

/** Stands for a text that is kept in the record alone; whoever restores a record finds it there. */
const BLOT = "(not kept)";

/** A record without what its store declares as secret. */
export const blotted = (record: unknown, secret: readonly string[]): unknown => {
  const fields = z.record(z.string(), z.unknown()).safeParse(record);
  if (secret.length === 0 || !fields.success) return record;
  return Object.fromEntries(
    Object.entries(fields.data).map(([field, value]) => [field, secret.includes(field) ? BLOT : value]),
  );
};

const SecretRow = z.looseObject({ secret: z.array(z.string()), data: z.unknown() });

/** An after-image as the journal may have it: a row says itself what of its record is secret. */
export const journalImage = (image: Record<string, unknown>): Record<string, unknown> => {
  const row = SecretRow.safeParse(image);
  return row.success ? { ...row.data, data: blotted(row.data.data, row.data.secret) } : image;
};

/** The attributes by which a record stands in its indexes; a record that is in none has none of them. */
export const indexAttributes = <T>(
  indexes: Readonly<Record<string, (record: T) => IndexKey | undefined>>,
  record: T,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(indexes).flatMap(([name, keyOf]) => {
      const key = keyOf(record);
      return key === undefined
        ? []
        : [
            [`${name}Hash`, key.hash],
            [`${name}Range`, key.range],
          ];
    }),
  );

/** DynamoDB stops at 400 KB; what is larger than ours belongs to a bucket. A fault: shapes bound their own size. */
export const demandItemFits = (item: unknown): void => {
  const bytes = Buffer.byteLength(JSON.stringify(item));
  if (bytes > LIMITS.itemBytes)
    throw new RangeError(`An item of ${bytes} bytes is over the limit of ${LIMITS.itemBytes}.`);
};
