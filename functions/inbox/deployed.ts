import { deployment } from "../platform/deployment.ts";
import { openWaits } from "../platform/flow.ts";
import { tasks } from "./store.ts";
import type { Deps } from "./use-cases.ts";

const { open, ...given } = deployment();
const tell = openWaits();

/** What the inbox needs of AWS, for its doors. */
export const deployed = {
  ...given,
  tasks: open(tasks),
  tell: (token, outcome, { round }) => tell(token, { outcome, round }),
} satisfies Deps & typeof given;
