import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { CreditCode } from "../../kernel/credit-code.ts";
import { SHANGHAI } from "../../kernel/division-code.ts";
import type { Found } from "../../platform/store/open.ts";
import { ClaimRow, claimKey } from "../../platform/store/rows.ts";
import { readTogether, type Wanted, wanted } from "../../platform/store/together.ts";
import type { Institution } from "../institution.ts";
import type { Staff } from "../staff.ts";
import { institutions, staff } from "../store.ts";

/** What is on record about a caller; what is absent is not on record. */
export type Entered<B> = Readonly<{ institution?: Institution; staff?: Staff; beside?: B }>;

type Where = Readonly<{ dynamo: DynamoDBDocumentClient; name: string }>;

/**
 * Opens this context's table for whoever has to know who calls: the institution, the member of staff, and one record of
 * the asker's own beside them, all consistently and by one BatchGetItem.
 */
export const openDirectory =
  ({ dynamo, name }: Where) =>
  async <B = never>(institution: string, staffId?: string, beside?: Wanted<B>): Promise<Entered<B>> => {
    const body = wanted(institutions, name, institution);
    const person = staffId === undefined ? undefined : wanted(staff, name, staffId);
    const all = [body, person, beside].filter((it) => it !== undefined);
    const found = await readTogether(dynamo, all);
    const [theBody, thePerson, theOther] = [found(body), person && found(person), beside && found(beside)];
    return {
      ...present("institution", theBody),
      ...present("staff", thePerson),
      ...present("beside", theOther),
    };
  };

const present = <N extends string, T>(name: N, found: Found<T> | undefined): { [K in N]?: T } =>
  found === undefined ? {} : named(name, found.now);

const named = <N extends string, T>(name: N, value: T): { [K in N]?: T } => {
  const only: { [K in N]?: T } = {};
  only[name] = value;
  return only;
};

const wantedPlayer = (table: string, part: string): Wanted<CreditCode> => ({
  table,
  key: claimKey({ name: `part#${part}` }),
  read: (row) => ({ now: CreditCode.parse(ClaimRow.parse(row).owner.replace(/^institution#/, "")), version: 1 }),
});

/**
 * For neighbours: wants the body that is the authority of a district, from the claim by which it alone plays that part
 * (A5); read together with the asker's own records. A district without one has none.
 */
export const wantedAuthority = (table: string, district: string): Wanted<CreditCode> =>
  wantedPlayer(table, `district-authority#${district}`);

/** For neighbours: wants the body that is the Big Data Center, in the same way. */
export const wantedCenter = (table: string): Wanted<CreditCode> => wantedPlayer(table, `big-data-center#${SHANGHAI}`);
