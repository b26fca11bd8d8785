import { mendingStarterOf, starterOf } from "../platform/flow.ts";

/** Starts the round in which an objection waits: as it is heard of, and for the sweep, which also mends what was stopped. */
export const starter = () => starterOf("handle-objection");
export const mender = () => mendingStarterOf("handle-objection");
