import { openDirectory } from "../../institutions/index.ts";
import type { Table } from "../../platform/store/open.ts";
import { wanted } from "../../platform/store/together.ts";
import type { SubjectOf } from "../../platform/subject.ts";
import type { Ours } from "../access-token.ts";
import { type Issuer, openIssuerKeys } from "../issuers.ts";
import { REMEMBERED } from "../proof.ts";
import { keysOf, type SigningKeys } from "../signing.ts";
import { openOnce } from "../store/once.ts";
import { clients } from "../store.ts";
import type { AdmissionDeps } from "../use-cases/admission.ts";

type Wish = Readonly<{
  /** The context's own table. */
  table: Table;
  institutionsTable: string;
  issuers: readonly Issuer[];
  ours: Ours;
  keys: SigningKeys;
  subjectOf: SubjectOf;
  ownPlans: readonly string[];
  publicUrl?: string | undefined;
}>;

/** What it takes to tell who calls, over these tables, issuers and keys. */
export const admissionOver = ({ table, institutionsTable, keys, ownPlans, ...told }: Wish): AdmissionDeps => {
  const directory = openDirectory({ dynamo: table.dynamo, name: institutionsTable });
  const own = new Set(ownPlans);
  return {
    ...told,
    issuerKeys: openIssuerKeys(() => Date.parse(table.now())),
    ourKeys: async () => keysOf(await keys.publicKeys()),
    onRecord: (institution, { staff, client }) =>
      directory(institution, staff, client === undefined ? undefined : wanted(clients, table.name, client)),
    once: openOnce(table, REMEMBERED),
    now: table.now,
    hasOwnPlan: (institution) => own.has(institution),
  };
};
