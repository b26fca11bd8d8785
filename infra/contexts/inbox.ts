import { contract } from "../../functions/inbox/contract.ts";
import { tasks } from "../../functions/inbox/store.ts";
import { context, type Wiring } from "../context.ts";

/** The only hands that complete a wait: of the flows that wait through this inbox. */
const tell = ({ waitingIn }: Wiring) => [{ actions: ["states:SendTaskSuccess"], resources: waitingIn("openTask") }];

export const inbox = context({
  name: "inbox",
  contract,
  stores: [tasks],
  api: { lists: ["byHolder"] },
  tasks: { openTask: { grants: tell } },
  listener: { hears: "waits", grants: tell },
  sweep: { lists: ["byUntold"], grants: tell },
});
