import { contract } from "../../functions/evidence/contract.ts";
import { accesses } from "../../functions/evidence/store.ts";
import { context, type Wiring } from "../context.ts";

/** What a function that reads data about people is told and may do: put into the ledger, and nothing else with it. */
export const ledger = {
  settings: ({ table }: Wiring) => ({ EVIDENCE_TABLE: table("evidence") }),
  // A47p2: an access that is on record can be neither read, changed nor taken back by whoever put it there.
  grants: ({ tableArn }: Wiring) => [{ actions: ["dynamodb:PutItem"], resources: [tableArn("evidence")] }],
};

export const evidence = context({
  name: "evidence",
  contract,
  stores: [accesses],
  api: { uses: ["query", "list"] },
});
