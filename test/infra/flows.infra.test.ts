import { readdirSync, readFileSync } from "node:fs";
import { PLATFORM_REFUSALS } from "../../functions/platform/refusals.ts";
import { CONTEXTS } from "../../infra/contexts/index.ts";
import { flowsOf } from "../../infra/flows.ts";
import { completed } from "../../infra/waiting.ts";
import { isCitation } from "../../law/articles.ts";
import { at, type Properties, synthesised } from "./synthesised.ts";

type State = Properties & Readonly<{ Type: string; Comment?: string; Retry?: Properties[]; Catch?: Properties[] }>;
type Definition = Readonly<{ Comment?: string; QueryLanguage?: string; States: Readonly<Record<string, State>> }>;

const flows = readdirSync("statemachines", { recursive: true, encoding: "utf8" }).flatMap((found) => {
  const [context = "", file = ""] = found.replaceAll("\\", "/").split("/");
  if (!file.endsWith(".asl.json")) return [];
  const text = completed(readFileSync(`statemachines/${context}/${file}`, "utf8"));
  return { context, flow: file.replace(".asl.json", ""), text, definition: JSON.parse(text) as Definition };
});

/** Faults of transport and of Step Functions itself. */
const isPlatformFault = (name: string) =>
  /^(Lambda\.\w+|States\.(Timeout|HeartbeatTimeout|TaskFailed|ALL))$/.test(name);

const refusals = new Set([
  ...Object.keys(PLATFORM_REFUSALS),
  ...CONTEXTS.flatMap(({ contract }) => Object.values(contract).flatMap((it) => Object.keys(it.refusals))),
]);

const statesOf = ({ States }: Definition): [string, State][] =>
  Object.entries(States).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...[at(state, "ItemProcessor"), ...((state["Branches"] ?? []) as unknown[])]
      .filter((it) => it !== undefined)
      .flatMap((inner) => statesOf(inner as Definition)),
  ]);

describe.each(flows)("the flow $context/$flow", ({ context, flow, text, definition }) => {
  const declared = flowsOf(context, CONTEXTS).find((it) => it.flow === flow);

  it("is deployed, with exactly the functions that it names", () => {
    const named = new Set([...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name));
    const given = [...(declared?.invokes ?? []).map(({ placeholder }) => placeholder), "Partition"];
    expect([...named].sort()).toEqual(given.sort());
    const machine = synthesised()
      .ofType("AWS::StepFunctions::StateMachine")
      .find(({ properties }) => String(properties["StateMachineName"]).endsWith(`-${context}-${flow}`));
    expect(Object.keys(at(machine?.properties, "DefinitionSubstitutions") as Properties).sort()).toEqual(given.sort());
    expect(at(machine?.properties, "LoggingConfiguration")).toMatchObject({
      IncludeExecutionData: false,
      Level: "ALL",
    });
    expect(at(machine?.properties, "StateMachineType")).toBe("STANDARD");
  });

  it("invokes functions that are deployed", () => {
    const functions = synthesised()
      .ofType("AWS::Lambda::Function")
      .map(({ properties }) => String(properties["FunctionName"]));
    const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const wanted = (declared?.invokes ?? []).map(
      ({ context: of, task }) => `onenet-production-city-${of}-${kebab(task)}`,
    );
    expect(wanted.filter((name) => !functions.includes(name))).toEqual([]);
  });

  it("is written in JSONata, and every wait has an end of at most 300 days and opens again", () => {
    expect(definition.QueryLanguage).toBe("JSONata");
    for (const [, state] of statesOf(definition)) {
      if (!String(state["Resource"] ?? "").endsWith(".waitForTaskToken")) continue;
      expect(Number(state["TimeoutSeconds"])).toBeGreaterThan(0);
      expect(Number(state["TimeoutSeconds"])).toBeLessThanOrEqual(300 * 86_400);
      expect(JSON.stringify(state.Catch)).toContain("States.Timeout");
    }
  });

  it("catches and retries refusals that exist, and faults of the platform", () => {
    const names = statesOf(definition).flatMap(([, { Retry = [], Catch = [] }]) =>
      [...Retry, ...Catch].flatMap((it) => it["ErrorEquals"] as string[]),
    );
    expect(names.filter((name) => !isPlatformFault(name) && !refusals.has(name))).toEqual([]);
  });

  it("cites articles that the catalogue of the law lists, on every wait", () => {
    const waits = statesOf(definition).filter(([, it]) => String(it["Resource"] ?? "").endsWith(".waitForTaskToken"));
    const cited = (comment: unknown) => String(comment ?? "").match(/\bA\d{1,2}(?:p\d+)?(?:\(\d+\))?(?!\w)/g) ?? [];
    expect(waits.filter(([, { Comment }]) => cited(Comment).length === 0).map(([name]) => name)).toEqual([]);
    const all = [definition.Comment, ...statesOf(definition).map(([, { Comment }]) => Comment)].flatMap(cited);
    expect(all.filter((citation) => !isCitation(citation))).toEqual([]);
  });
});

describe("state machines", () => {
  it("lie each in the folder of a context, which deploys it", () => {
    const declared = CONTEXTS.flatMap(({ name }) => flowsOf(name, CONTEXTS).map(({ flow }) => `${name}/${flow}`));
    expect(flows.map(({ context, flow }) => `${context}/${flow}`).sort()).toEqual(declared.sort());
  });
});
