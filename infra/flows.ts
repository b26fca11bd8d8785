import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { ContextDeclaration } from "./context.ts";
import { pascal } from "./names.ts";
import { completed } from "./waiting.ts";

/** A task of a context that a state machine invokes. */
type Invoked = Readonly<{ placeholder: string; context: string; task: string }>;

/** A state machine as it is deployed, from its definition `statemachines/<context>/<flow>.asl.json`. */
export type Flow = Readonly<{ context: string; flow: string; text: string; invokes: readonly Invoked[] }>;

/**
 * The state machines of a context. `${InboxOpenTaskArn}` in a definition is the task `openTask` of the context `inbox`;
 * throws at a placeholder that is no task of any context, so that no definition is deployed that names nobody.
 */
export const flowsOf = (context: string, contexts: readonly ContextDeclaration[]): Flow[] => {
  const folder = `statemachines/${context}`;
  if (!existsSync(folder)) return [];
  const tasks = contexts.flatMap(({ name, tasks = {} }) =>
    Object.keys(tasks).map((task) => ({ placeholder: `${pascal(name)}${pascal(task)}Arn`, context: name, task })),
  );
  return readdirSync(folder)
    .filter((file) => file.endsWith(".asl.json"))
    .map((file) => {
      const text = completed(readFileSync(`${folder}/${file}`, "utf8"));
      const named = new Set([...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = ""]) => name));
      named.delete("Partition");
      const invokes = [...named].map((placeholder) => {
        const found = tasks.find((task) => task.placeholder === placeholder);
        if (found === undefined) throw new Error(`${folder}/${file} names ${placeholder}, which is no task.`);
        return found;
      });
      return { context, flow: file.replace(".asl.json", ""), text, invokes };
    });
};

/** The state machines of all contexts that invoke this task of that one. */
export const flowsThatInvoke = (context: string, task: string, contexts: readonly ContextDeclaration[]): Flow[] =>
  contexts
    .flatMap(({ name }) => flowsOf(name, contexts))
    .filter(({ invokes }) => invokes.some((it) => it.context === context && it.task === task));
