import type { Answered } from "../functions/platform/client.ts";
import type { AnyOperation } from "../functions/platform/operation.ts";
import { labelOf } from "../functions/platform/problem.ts";
import type { Citation } from "../law/articles.ts";

/** What the story has found to be otherwise than it should be. */
class Differs extends Error {}

let steps = 0;

/** Prints a step with the article that it shows, and does it; whatever differs ends the story. */
export const step = async <T>(cites: Citation, says: string, act: () => Promise<T>): Promise<T> => {
  steps++;
  console.log(`${String(steps).padStart(3)}. ${labelOf(cites, "zh")} (${cites}) ${says}`);
  return act();
};

export const told = (text: string): void => console.log(`       ${text}`);

/** The value of an answer that must not be a refusal. */
export const done = <O extends AnyOperation>(answer: Answered<O>): Extract<Answered<O>, { ok: true }>["value"] => {
  if (!answer.ok) throw new Differs(`refused: ${JSON.stringify(answer.problem)}`);
  return answer.value;
};

/** An answer that must be this refusal, with this article where the law is the reason. */
export const refused = <O extends AnyOperation>(answer: Answered<O>, code: string, cites?: Citation): void => {
  if (answer.ok) throw new Differs(`was done, and should have been refused as ${code}`);
  const { problem } = answer;
  if (problem.code !== code)
    throw new Differs(`refused as ${problem.code} instead of ${code}: ${JSON.stringify(problem)}`);
  if (cites !== undefined && !problem.articles.some(({ id }) => id === cites)) {
    throw new Differs(
      `${code} cites ${problem.articles.map(({ id }) => id).join(", ") || "nothing"} instead of ${cites}`,
    );
  }
  const [article] = problem.articles;
  told(
    `✗ ${problem.status} ${code}：${problem.title}${article === undefined ? "" : `（${article.label}：${article.says}）`}`,
  );
};

/** What must be so. */
export const check = (what: string, holds: boolean): void => {
  if (!holds) throw new Differs(`not so: ${what}`);
  told(`✓ ${what}`);
};

/** Waits for what happens by itself (a listener, a flow); asked again until it is so, for so many seconds at most. */
export const until = async <T>(what: string, ask: () => Promise<T | undefined>, seconds = 60): Promise<T> => {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Differs(`did not happen within ${seconds} seconds: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

export const stepsTold = (): number => steps;
