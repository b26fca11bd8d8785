import { openObjections } from "../objections/index.ts";
import { starterOf } from "../platform/flow.ts";
import { listen } from "../platform/listen.ts";
import { tableOf } from "./deployed/collecting.ts";
import { deployed } from "./deployed.ts";
import { HEARS } from "./events/heard.ts";
import { governingActs } from "./use-cases/acts.ts";
import { beginTakingBack, beginTakingIn } from "./use-cases/hearing.ts";

const begin = beginTakingIn({ ...deployed, start: starterOf("take-in-batch") });
const undo = beginTakingBack({ ...deployed, start: starterOf("take-back-batch") });

export const handler = listen("collection", HEARS, {
  "collection.batch-submitted.v1": ({ round }, _call, { subject }) => begin(subject, round),
  "collection.batch-withdrawal-begun.v1": ({ round }, _call, { subject }) => undo(subject, round),
  ...governingActs(
    { ...deployed, objection: openObjections(tableOf("objections")) },
    { verify: starterOf("verify-resource"), rebuild: starterOf("rebuild-database") },
  ),
});
