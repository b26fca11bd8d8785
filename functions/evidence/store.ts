import { accept, type Outcome } from "../kernel/outcome.ts";
import type { RecordId } from "../kernel/record-id.ts";
import type { Page } from "../platform/page.ts";
import type { Subject } from "../platform/principal.ts";
import type { Write } from "../platform/store/commit.ts";
import type { Table } from "../platform/store/open.ts";
import { openPages, type PageWish, type Span } from "../platform/store/pages.ts";
import { indexAttributes } from "../platform/store/rows.ts";
import { Access } from "./access.ts";

const momentOf = ({ at, receipt }: Access): string => `${at}#${receipt}`;

/** The ledger's rows: put once, never changed, and announced to nobody, so it is no store of records. */
export const accesses = {
  indexes: {
    bySubject: (it: Access) => (it.subject === undefined ? undefined : { hash: it.subject, range: momentOf(it) }),
    byGrant: (it: Access) => (it.grant === undefined ? undefined : { hash: it.grant, range: momentOf(it) }),
  },
};

const recordHash = (record: RecordId): string => `access#${record}`;

/**
 * The rows of these accesses in the evidence table of that name, for the transaction of whoever reads: put with the
 * rest or not at all, so that without them there is no answer. An access that was put before makes the transaction fail.
 */
export const accessWrites = (table: string, all: readonly Access[]): Write[] =>
  all.map((access) => ({
    Put: {
      TableName: table,
      Item: {
        pk: recordHash(access.record),
        sk: momentOf(access),
        data: access,
        ...indexAttributes(accesses.indexes, access),
      },
      ConditionExpression: "attribute_not_exists(pk)",
    },
  }));

/** Opens the ledger for reading: the accesses to a record, to a subject's records, under a grant; newest first. */
export const openAccesses = (table: Pick<Table, "dynamo" | "name">) => {
  const page = openPages(table);
  const read = async (
    index: keyof typeof accesses.indexes | undefined,
    span: Span,
    wish: PageWish,
  ): Promise<Outcome<Page<Access>, "cursor-invalid">> => {
    const found = await page(index, { ...span, backwards: true }, wish);
    if (!found.ok) return found;
    return accept({ items: found.value.rows.map(({ data }) => Access.parse(data)), ...found.value.next });
  };
  return {
    ofRecord: (record: RecordId, wish: PageWish = {}) => read(undefined, { hash: recordHash(record) }, wish),
    ofSubject: (subject: Subject, wish: PageWish = {}) => read("bySubject", { hash: subject }, wish),
    ofGrant: (grant: string, wish: PageWish = {}) => read("byGrant", { hash: grant }, wish),
  };
};
export type Accesses = ReturnType<typeof openAccesses>;
