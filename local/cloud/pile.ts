import type { LocalLambda } from "../lambda/start.ts";
import { EVENTS } from "./principals.ts";

type Event = { readonly "detail-type"?: unknown; readonly resources?: unknown };

const isEvent = (value: unknown): value is Event => typeof value === "object" && value !== null;

/**
 * How the bus hands events to functions: asynchronously, as in AWS. A jump of the clock over a day makes a schedule
 * of every five minutes due 288 times at once; of such a pile one call runs and one waits, the others are passed over.
 */
export const handOver = (lambda: LocalLambda): ((functionArn: string, event: unknown) => Promise<void>) => {
  const piles = new Map<string, { readonly running: Promise<unknown>; waiting: boolean }>();

  return async (functionArn, event) => {
    if (!isEvent(event) || event["detail-type"] !== "Scheduled Event") {
      lambda.invokeLater(functionArn, event, EVENTS);
      return;
    }
    const key = `${functionArn} ${JSON.stringify(event.resources)}`;
    const pile = piles.get(key);
    if (pile?.waiting) return;
    if (pile !== undefined) {
      pile.waiting = true;
      await pile.running;
    }
    const running = lambda.invoke(functionArn, event, EVENTS);
    const mine = { running: running.catch(() => undefined), waiting: false };
    piles.set(key, mine);
    await running.finally(() => {
      if (piles.get(key) === mine && !mine.waiting) piles.delete(key);
    });
  };
};
