import type { Settings } from "../functions/collection/settings.ts";
import type { SettingsOf, Wiring } from "./context.ts";
import { ledger } from "./contexts/evidence.ts";

/** What the governing half of the context is told and may do; `collection.ts` joins it to the half that collects. */
export const governing = {
  settings: (wiring: Wiring): SettingsOf<typeof Settings> => ({
    ...ledger.settings(wiring),
    VERIFICATION: JSON.stringify(wiring.stage.verification),
    MENDING: JSON.stringify(wiring.stage.mending),
  }),
  api: {
    lists: [
      "byConflict",
      "byDepartment",
      "byKind",
      "byDistrict",
      "byTally",
      "byNotPooled",
      "byResponsible",
      "byFaulty",
    ],
    /** A reading of personal data is put on record before its answer leaves. */
    grants: ledger.grants,
  },
  listener: {
    lists: ["byConflict", "byKind", "byDueDay"],
    grants: ({ tableArn }: Wiring) => [
      // Records and entities are read together; tallies are added to and never replaced.
      { actions: ["dynamodb:BatchGetItem", "dynamodb:UpdateItem"], resources: [tableArn("collection")] },
    ],
  },
  /** Walks pools in the order in which they changed. */
  rebuild: { lists: ["byChange"] },
  // A round or a rebuild that has not begun is read once more.
  // Files are begun by the listener alone.
  sweep: {
    begins: ["rebuild-database", "verify-resource"],
    uses: ["find", "list", "save"],
    lists: ["byDueDay", "byKind"],
    reads: [],
  },
} as const;
