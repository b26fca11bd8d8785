import * as z from "zod";
import { CONTEXTS } from "../../infra/contexts/index.ts";
import type { Cloud } from "../../local/cloud/cloud.ts";

/** The line that a function writes of a request it has completed, as far as tests and bench look at it. */
const Completed = z.object({
  message: z.literal("COMPLETED"),
  operation: z.string(),
  traceId: z.string(),
  status: z.number(),
  code: z.string(),
  awsCalls: z.array(z.string()),
});
type Completed = z.infer<typeof Completed>;

const FUNCTIONS = CONTEXTS.flatMap(({ name: context, contract }) =>
  [...new Set(Object.values(contract).map(({ power }) => power ?? "api"))].map(
    (piece) => `onenet-local-city-${context}-${piece}`,
  ),
);

/** What the functions behind the API have written of the requests they have completed; the last thousand of each. */
export const completedIn = (cloud: Cloud, about = ""): Completed[] =>
  FUNCTIONS.flatMap((name) => cloud.logs(name)).flatMap((line) => {
    const isOne = line.includes('"COMPLETED"') && line.includes(about);
    const written = isOne ? Completed.safeParse(JSON.parse(line)) : undefined;
    return written?.success ? [written.data] : [];
  });

/** The line of one request. It is written before the answer, but through another pipe, so it may arrive after it. */
export const completedOf = async (cloud: Cloud, traceId: string): Promise<Completed> => {
  for (let look = 0; look < 500; look++) {
    const line = completedIn(cloud, traceId).find((it) => it.traceId === traceId);
    if (line !== undefined) return line;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`Nothing was completed as ${traceId}.`);
};
