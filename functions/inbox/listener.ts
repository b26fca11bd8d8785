import { listenToAll } from "../platform/listen.ts";
import { deployed } from "./deployed.ts";
import { hearWait } from "./use-cases.ts";

export const handler = listenToAll("inbox", hearWait(deployed));
