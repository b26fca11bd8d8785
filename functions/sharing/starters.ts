import { mendingStarterOf, starterOf } from "../platform/flow.ts";
import type { Begun } from "../platform/round.ts";
import type { Flow } from "./use-cases/flows.ts";

type Starters = (flow: Flow) => Promise<Begun>;

const startersBy = (startedBy: typeof starterOf): Starters => {
  const machines = { consent: startedBy("consent-data-copy"), review: startedBy("review-request") };
  return (flow) => machines[flow.flow](flow);
};

/** Starts the flow that a request waits in, as the listener hears of it. */
export const starters = (): Starters => startersBy(starterOf);

/** For the sweep: where it did not begin, or was stopped. */
export const menders = (): Starters => startersBy(mendingStarterOf);
