import { ADDED_NAMES } from "./functions.ts";

/**
 * Names in a parsed expression that would be nothing when it runs: variables that nobody assigns, and parts of
 * `$states` that are not there in this field. JSONata would pass over them in silence.
 */
export const wrongNames = (ast: unknown, sees: readonly string[], variables: ReadonlySet<string>): string[] => {
  const bound = new Set<string>();
  visit(ast, (node) => collectBound(node, bound));
  const wrong = new Set<string>();
  visit(ast, (node) => {
    if (node["type"] === "path" && Array.isArray(node["steps"])) {
      const [first, second]: unknown[] = node["steps"];
      const part = isNode(second) && second["type"] === "name" ? second["value"] : undefined;
      if (isNode(first) && isVariable(first, "states") && typeof part === "string") {
        if (!sees.includes(part)) wrong.add(`$states.${part} is not available`);
        else if (part === "context") for (const name of wrongInContext(node["steps"].slice(2))) wrong.add(name);
      }
    }
    const name = node["type"] === "variable" ? node["value"] : undefined;
    if (typeof name !== "string" || name === "" || name === "$" || name === "states") return;
    if (name === "eval") wrong.add("$eval is not supported");
    else if (!bound.has(name) && !variables.has(name) && !BUILT_IN.has(name)) wrong.add(`$${name} is not assigned`);
  });
  return [...wrong];
};

/** What the context object holds here; a misspelt part of it would be nothing, without a word. */
const CONTEXT: Readonly<Record<string, readonly string[]>> = {
  Execution: ["Id", "Input", "Name", "RedriveCount", "RoleArn", "StartTime"],
  Map: ["Item"],
  State: ["EnteredTime", "Name", "RetryCount"],
  StateMachine: ["Id", "Name"],
  Task: ["Token"],
};

const wrongInContext = (steps: readonly unknown[]): string[] => {
  const [part, field] = steps.map((step) => (isNode(step) && step["type"] === "name" ? step["value"] : undefined));
  if (typeof part !== "string") return [];
  const fields = CONTEXT[part];
  if (fields === undefined) return [`$states.context.${part} is not available`];
  return typeof field !== "string" || fields.includes(field)
    ? []
    : [`$states.context.${part}.${field} is not available`];
};

type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null;
const isVariable = (node: Node, name: string): boolean => node["type"] === "variable" && node["value"] === name;

const visit = (value: unknown, see: (node: Node) => void): void => {
  if (!isNode(value)) return;
  if (!Array.isArray(value)) see(value);
  for (const child of Object.values(value)) visit(child, see);
};

/** `$x := …`, parameters of functions, and the binders `@$x` and `#$x`. */
const collectBound = (node: Node, bound: Set<string>): void => {
  const add = (name: unknown) => {
    if (typeof name === "string") bound.add(name);
  };
  if (node["type"] === "bind" && isNode(node["lhs"])) add(node["lhs"]["value"]);
  if (node["type"] === "lambda" && Array.isArray(node["arguments"]))
    for (const parameter of node["arguments"]) if (isNode(parameter)) add(parameter["value"]);
  add(node["focus"]);
  add(node["index"]);
};

/** The functions of JSONata itself, as its documentation lists them. */
const JSONATA_FUNCTIONS = `string length substring substringBefore substringAfter uppercase lowercase trim pad contains
split join match replace eval base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl number
abs floor ceil round power sqrt random formatNumber formatBase formatInteger parseInteger sum max min average boolean
not exists count append sort reverse shuffle distinct zip keys lookup spread merge sift each error assert type now
millis fromMillis toMillis map filter single reduce clone`;

const BUILT_IN: ReadonlySet<string> = new Set([...JSONATA_FUNCTIONS.split(/\s+/), ...ADDED_NAMES]);
