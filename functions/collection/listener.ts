import { openFlows } from "../platform/flow.ts";
import { ear, listen } from "../platform/listen.ts";
import { readSettings } from "../platform/settings.ts";
import { deployed } from "./deployed.ts";
import { BatchSubmitted, WithdrawalBegun } from "./events.ts";
import { ListenerSettings } from "./settings.ts";
import { beginTakingBack, beginTakingIn } from "./use-cases/hearing.ts";

const settings = readSettings(ListenerSettings, process.env);
const deps = deployed(settings);
const flows = openFlows();

const begin = beginTakingIn({ ...deps, start: (flow) => flows.start(settings.TAKE_IN_FLOW_ARN, flow) });
const undo = beginTakingBack({ ...deps, start: (flow) => flows.start(settings.TAKE_BACK_FLOW_ARN, flow) });

export const handler = listen("collection", [
  ear("collection.batch-submitted.v1", BatchSubmitted, ({ round }, _call, { subject }) => begin(subject, round)),
  ear("collection.batch-withdrawal-begun.v1", WithdrawalBegun, ({ round }, _call, { subject }) => undo(subject, round)),
]);
