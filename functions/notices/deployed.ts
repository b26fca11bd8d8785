import { deployment } from "../platform/deployment.ts";
import { readSettings } from "../platform/settings.ts";
import { connectorsOf, Settings } from "./settings.ts";
import { notices } from "./store.ts";
import type { Deps } from "./use-cases.ts";

const { open, ...given } = deployment();

/** What notices need of AWS and of the channels, for their doors. */
export const deployed = {
  ...given,
  notices: open(notices),
  connectors: connectorsOf(readSettings(Settings)),
} satisfies Deps & typeof given;
