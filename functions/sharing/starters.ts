import { starterOf } from "../platform/flow.ts";
import type { Begun } from "../platform/round.ts";
import type { Flow } from "./use-cases/flows.ts";

/** Starts the flow that a request waits in; for the listener, and the sweep where it did not begin. */
export const starters = (): ((flow: Flow) => Promise<Begun>) => {
  const machines = { consent: starterOf("consent-data-copy"), review: starterOf("review-request") };
  return (flow) => machines[flow.flow](flow);
};
