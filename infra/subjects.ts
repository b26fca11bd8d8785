import type { Wiring } from "./context.ts";

/** The key that stands behind pseudonyms of people and legal persons; the data stack makes it. */
export const SUBJECTS = "subjects";

/** What a function that turns legal numbers into subjects is told and may do (functions/platform/subject.ts). */
export const subjects = {
  settings: ({ keyArn }: Wiring) => ({ SUBJECTS_KEY: keyArn(SUBJECTS) }),
  grants: ({ keyArn }: Wiring) => [{ actions: ["kms:GenerateMac"], resources: [keyArn(SUBJECTS)] }],
};
