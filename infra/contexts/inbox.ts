import { contract, DECISIONS, DUE_DAYS } from "../../functions/inbox/contract.ts";
import { tasks } from "../../functions/inbox/store.ts";
import { context, type Wiring } from "../context.ts";

/** The only hands that complete a wait: of the flows that wait through this inbox. */
const tell = ({ machineArn }: Wiring) => [
  {
    actions: ["states:SendTaskSuccess"],
    resources: [
      machineArn("catalog", "review-resource"),
      machineArn("collection", "take-in-batch"),
      machineArn("sharing", "consent-data-copy"),
      machineArn("sharing", "review-request"),
    ],
  },
];

export const inbox = context({
  name: "inbox",
  contract,
  stores: [tasks],
  api: { lists: ["byHolder"] },
  tasks: { openTask: { grants: tell } },
  listener: { hears: [...Object.keys(DECISIONS), ...Object.keys(DUE_DAYS)], grants: tell },
  sweep: { lists: ["byUntold"], grants: tell },
});
