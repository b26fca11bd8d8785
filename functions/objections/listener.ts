import { listen } from "../platform/listen.ts";
import { deployed } from "./deployed.ts";
import { HEARS } from "./events/heard.ts";
import { starter } from "./starters.ts";
import { objectionActs } from "./use-cases/acts.ts";

export const handler = listen("objections", HEARS, objectionActs(deployed, starter()));
