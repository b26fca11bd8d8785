import { listen } from "../platform/listen.ts";
import { deployed } from "./deployed.ts";
import { HEARS } from "./events.ts";
import { handOver } from "./use-cases.ts";

export const handler = listen("notices", HEARS, {
  "notices.sent.v1": (_event, call, { subject }) => handOver(deployed, subject, call),
});
