import * as z from "zod";
import { PlainText } from "../../kernel/text.ts";
import { operation } from "../../platform/operation.ts";
import { PageFields, pageOf } from "../../platform/page.ts";
import { COMMAND, COMMON, PAGED, UNKNOWN } from "../../platform/refusals.ts";
import { Area, Definition, Scenario } from "../scenario.ts";
import { A_SCENARIO, aDefinition, aScenario } from "./example.ts";
import { FREE, SCENARIOS } from "./refusals.ts";

const CENTER = { duty: "command", who: ["big-data-center"], post: "sharing-reviewer" } as const;
const ScenarioId = z.uuidv7();

export const publishScenario = operation({
  ...CENTER,
  method: "POST",
  path: "/sharing/scenarios",
  says: {
    zh: "市大数据中心确定并公布一个应用场景",
    en: "The Center defines a scenario: for what, of which resources which fields, by whom",
  },
  cites: ["A28"],
  creates: true,
  takes: z.strictObject({ definition: Definition }),
  gives: Scenario,
  refusals: {
    ...COMMAND,
    ...FREE,
    "scenario-needs-what-is-not-shared": SCENARIOS["scenario-needs-what-is-not-shared"],
  },
  example: { takes: { definition: aDefinition }, gives: aScenario },
});

export const withdrawScenario = operation({
  ...CENTER,
  method: "POST",
  path: "/sharing/scenarios/{id}/withdrawal",
  says: {
    zh: "撤销一个应用场景；已有授权至其期满",
    en: "Withdraw a scenario; what it has granted lasts to its own last day",
  },
  cites: ["A28"],
  takes: z.strictObject({ id: ScenarioId, because: PlainText(500) }),
  gives: Scenario,
  refusals: { ...COMMON, "scenario-withdrawn": SCENARIOS["scenario-withdrawn"] },
  example: {
    takes: { id: A_SCENARIO, because: "改革后不再需要" },
    gives: { ...aScenario, status: "withdrawn", withdrawnOn: "2026-12-01", because: "改革后不再需要" },
  },
});

export const readScenario = operation({
  duty: "read",
  method: "GET",
  path: "/sharing/scenarios/{id}",
  says: { zh: "查看一个应用场景", en: "Read a scenario" },
  cites: ["A28"],
  who: ["institution"],
  takes: z.strictObject({ id: ScenarioId }),
  gives: Scenario,
  refusals: UNKNOWN,
  example: { takes: { id: A_SCENARIO }, gives: aScenario },
});

export const listScenarios = operation({
  duty: "read",
  method: "GET",
  path: "/sharing/scenarios",
  says: { zh: "列出已公布的应用场景", en: "List the scenarios published" },
  cites: ["A28"],
  who: ["institution"],
  takes: z.strictObject({ area: Area.exactOptional(), ...PageFields }),
  gives: pageOf(Scenario),
  refusals: PAGED,
  example: { takes: { area: "one-net-services" }, gives: { items: [aScenario] } },
});
