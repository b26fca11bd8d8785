import type * as z from "zod";
import { type Container, Definition, Instant, RESOURCE, type State } from "./definition.ts";
import { compile, isExpression } from "./expressions.ts";
import { RESERVED_ERRORS } from "./failure.ts";
import { wrongNames } from "./names.ts";

/** What is wrong with a definition, and where. `UNSUPPORTED`: right for the service, not done by the local cloud. */
type Diagnostic = {
  readonly code: "INVALID_JSON" | "SCHEMA_VALIDATION_FAILED" | "MISSING_TRANSITION_TARGET" | "UNSUPPORTED";
  readonly message: string;
  readonly location: string;
};

/** Fields that the service knows and the local cloud does not do. */
const NOT_DONE: ReadonlySet<string> = new Set([
  "Credentials",
  "ItemBatcher",
  "ItemReader",
  "Label",
  "ResultWriter",
  "ToleratedFailureCount",
  "ToleratedFailurePercentage",
]);

type Read = { readonly definition?: Definition; readonly diagnostics: readonly Diagnostic[] };

/** Reads a definition; without diagnostics it can run. Nothing in it is passed over in silence. */
export const readDefinition = (text: string): Read => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (fault) {
    return { diagnostics: [{ code: "INVALID_JSON", message: String(fault), location: "" }] };
  }
  const foreign = foreignParts(json, "");
  if (foreign.length > 0) return { diagnostics: foreign };
  const parsed = Definition.safeParse(json);
  if (!parsed.success) return { diagnostics: parsed.error.issues.flatMap(asDiagnostics) };
  const diagnostics = checkContainer(parsed.data, "", { names: new Set(), outer: new Set() });
  return diagnostics.length > 0 ? { diagnostics } : { definition: parsed.data, diagnostics };
};

/** JSONPath and other parts of the language that we do not run are named before their fields read as mistakes. */
const foreignParts = (json: unknown, location: string): Diagnostic[] => {
  if (typeof json !== "object" || json === null) return [];
  const fields = new Map<string, unknown>(Object.entries(json));
  const unsupported = (what: string): Diagnostic => ({
    code: "UNSUPPORTED",
    message: `The local cloud does not support ${what}.`,
    location,
  });
  const found: Diagnostic[] = [];
  const language = fields.get("QueryLanguage");
  if (language === "JSONPath" || (location === "" && language === undefined))
    found.push(unsupported('the query language JSONPath: say "QueryLanguage": "JSONata"'));
  if (fields.get("Mode") === "DISTRIBUTED") found.push(unsupported("Map in DISTRIBUTED mode"));
  const resource = fields.get("Resource");
  if (fields.get("Type") === "Task" && typeof resource === "string" && !RESOURCE.test(resource))
    found.push(unsupported(`the resource ${resource}`));
  for (const [key, value] of fields)
    if (["States", "Branches", "ItemProcessor", "ProcessorConfig"].includes(key) || within(location))
      found.push(...foreignParts(value, `${location}/${key}`));
  return found;
};

/** Below these stand states or branches by name or number, whatever they are called. */
const within = (location: string): boolean => /\/(States|Branches)$/.test(location);

const asDiagnostics = (issue: z.core.$ZodIssue): Diagnostic[] => {
  const location = issue.path.map((step) => `/${String(step)}`).join("");
  if (issue.code !== "unrecognized_keys")
    return [{ code: "SCHEMA_VALIDATION_FAILED", message: issue.message, location }];
  return issue.keys.map((key) =>
    NOT_DONE.has(key)
      ? { code: "UNSUPPORTED", message: `The local cloud does not support the field '${key}'.`, location }
      : { code: "SCHEMA_VALIDATION_FAILED", message: `The field '${key}' is not known here.`, location },
  );
};

/** Names of states are unique in a whole machine; variables of outer states must not be assigned within. */
type Seen = { readonly names: Set<string>; readonly outer: ReadonlySet<string> };

const checkContainer = (container: Container, location: string, { names, outer }: Seen): Diagnostic[] => {
  const found: Diagnostic[] = [];
  const say = (code: Diagnostic["code"], message: string, at: string) => found.push({ code, message, location: at });
  const target = (name: string | undefined, at: string) => {
    if (name !== undefined && !Object.hasOwn(container.States, name))
      say("MISSING_TRANSITION_TARGET", `There is no state '${name}'.`, at);
  };
  target(container.StartAt, `${location}/StartAt`);
  const assigned = new Set(Object.values(container.States).flatMap(assignedBy));
  for (const name of assigned) {
    if (outer.has(name))
      say("SCHEMA_VALIDATION_FAILED", `The variable '${name}' belongs to the states around.`, location);
    if (name === "states") say("SCHEMA_VALIDATION_FAILED", "'states' is reserved.", location);
  }
  const visible = new Set([...outer, ...assigned]);
  for (const [name, state] of Object.entries(container.States)) {
    const at = `${location}/States/${name}`;
    if (names.has(name)) say("SCHEMA_VALIDATION_FAILED", `Two states are called '${name}'.`, at);
    names.add(name);
    for (const next of targetsOf(state)) target(next, at);
    for (const message of shapeOf(state)) say("SCHEMA_VALIDATION_FAILED", message, at);
    for (const { template, sees, field } of templatesOf(state))
      for (const message of checkTemplate(template, sees, visible))
        say("SCHEMA_VALIDATION_FAILED", message, `${at}/${field}`);
    if (state.Type === "Map")
      found.push(...checkContainer(state.ItemProcessor, `${at}/ItemProcessor`, { names, outer: visible }));
    if (state.Type === "Parallel")
      for (const [index, branch] of state.Branches.entries())
        found.push(...checkContainer(branch, `${at}/Branches/${index}`, { names, outer: visible }));
  }
  return found;
};

const handlersOf = (state: State) =>
  state.Type === "Task" || state.Type === "Parallel" || state.Type === "Map"
    ? { retry: state.Retry ?? [], catch: state.Catch ?? [] }
    : { retry: [], catch: [] };

const assignedBy = (state: State): string[] => [
  ...("Assign" in state ? Object.keys(state.Assign ?? {}) : []),
  ...handlersOf(state).catch.flatMap(({ Assign }) => Object.keys(Assign ?? {})),
  ...(state.Type === "Choice" ? state.Choices.flatMap(({ Assign }) => Object.keys(Assign ?? {})) : []),
];

const targetsOf = (state: State): (string | undefined)[] => [
  "Next" in state ? state.Next : undefined,
  ...handlersOf(state).catch.map(({ Next }) => Next),
  ...(state.Type === "Choice" ? [state.Default, ...state.Choices.map(({ Next }) => Next)] : []),
];

/** What the types cannot say: one way out, one way to wait, and the order of the handlers. */
const shapeOf = (state: State): string[] => {
  const found: string[] = [];
  const leads = state.Type !== "Choice" && state.Type !== "Succeed" && state.Type !== "Fail";
  if (leads && (state.Next === undefined) === (state.End === undefined)) found.push("It needs either Next or End.");
  if (state.Type === "Wait" && (state.Seconds === undefined) === (state.Timestamp === undefined))
    found.push("It needs either Seconds or Timestamp.");
  if (state.Type === "Wait" && state.Timestamp !== undefined && !isExpression(state.Timestamp))
    if (!Instant.safeParse(state.Timestamp).success) found.push("Timestamp must be an instant of RFC 3339.");
  if (state.Type === "Task" && state.Arguments === undefined) found.push("It needs Arguments with FunctionName.");
  if (state.Type === "Task" && typeof state.TimeoutSeconds === "number" && typeof state.HeartbeatSeconds === "number")
    if (state.HeartbeatSeconds >= state.TimeoutSeconds) found.push("HeartbeatSeconds must be below TimeoutSeconds.");
  const { retry, catch: catchers } = handlersOf(state);
  for (const handlers of [retry, catchers])
    for (const [index, { ErrorEquals }] of handlers.entries()) {
      if (ErrorEquals.includes("States.ALL") && (ErrorEquals.length > 1 || index < handlers.length - 1))
        found.push("States.ALL must stand alone and last.");
      for (const error of ErrorEquals)
        if (error.startsWith("States.") && !RESERVED_ERRORS.has(error))
          found.push(`The error name '${error}' does not exist or never arises here.`);
    }
  return found;
};

type Seeing = { readonly field: string; readonly template: unknown; readonly sees: readonly string[] };

const templatesOf = (state: State): Seeing[] => {
  const before = ["input", "context"];
  const works = state.Type === "Task" || state.Type === "Parallel" || state.Type === "Map";
  const after = works ? [...before, "result"] : before;
  const own = Object.entries(state).flatMap(([field, template]: [string, unknown]): Seeing[] => {
    if (field === "Output" || field === "Assign") return [{ field, template, sees: after }];
    return PLAIN_FIELDS.has(field) ? [] : [{ field, template, sees: before }];
  });
  const caught = handlersOf(state).catch.map(({ Output, Assign }): Seeing => {
    return { field: "Catch", template: { Output, Assign }, sees: [...before, "errorOutput"] };
  });
  return [...own, ...caught];
};

/** Fields that hold no expressions, or hold states that are looked at by themselves. */
const PLAIN_FIELDS: ReadonlySet<string> = new Set([
  ...["Type", "Comment", "QueryLanguage", "Next", "End", "Default", "Resource"],
  ...["Retry", "Catch", "Branches", "ItemProcessor"],
]);

const checkTemplate = (template: unknown, sees: readonly string[], variables: ReadonlySet<string>): string[] => {
  if (Array.isArray(template)) return template.flatMap((item) => checkTemplate(item, sees, variables));
  if (typeof template === "object" && template !== null)
    return Object.values(template).flatMap((value) => checkTemplate(value, sees, variables));
  if (typeof template !== "string") return [];
  if (!isExpression(template))
    return template.startsWith("{%") || template.endsWith("%}") ? [`'${template}' is half an expression.`] : [];
  try {
    return wrongNames(compile(template).ast(), sees, variables).map((message) => `${message} in '${template}'`);
  } catch (fault) {
    const says = typeof fault === "object" && fault !== null && "message" in fault ? fault.message : fault;
    return [`'${template}' is not JSONata: ${String(says)}`];
  }
};
