import * as z from "zod";
import { CreditCode } from "../kernel/credit-code.ts";
import { Day } from "../kernel/day.ts";
import { bar, pass, stop } from "../kernel/rule.ts";
import { PlainText } from "../kernel/text.ts";
import { register } from "../platform/register.ts";
import { ResourceId } from "./record/id.ts";
import { Method } from "./record/record.ts";
import type { Terms } from "./row/terms.ts";

/** By which contract somebody else collects, or by which agreement data is handed over: with whom, and for how long. */
const Contract = z.strictObject({
  number: PlainText(100),
  with: PlainText(200).meta({ description: "受托的第三方，或者协商的自然人、法人和其他组织" }),
  from: Day,
  until: Day,
});

/** That an institution collects a resource's data, within which duty, and how (A19). */
export const Collecting = z
  .strictObject({
    resource: ResourceId,
    institution: CreditCode,
    method: Method,
    duty: PlainText(500).meta({ description: "履行的法定职责" }),
    contract: Contract.exactOptional(),
  })
  .meta({
    id: "CollectionMethod",
    description: "公共数据采集方式登记。How an institution collects a resource's data.",
  });
export type Collecting = z.infer<typeof Collecting>;

/** One institution collects one resource in each way once. */
export const collectingId = ({
  resource,
  institution,
  method,
}: Pick<Collecting, "resource" | "institution" | "method">) => `${resource}~${institution}~${method}`;

/** A third party collects under a contract, and who agrees to hand over does so by an agreement; both end some day. */
export const hasItsContract = bar("A19", "method-without-contract", ({ method, contract }: Collecting) => {
  if (method === "direct") {
    return contract === undefined ? pass(method) : stop({ field: "/entry/contract", method });
  }
  if (contract === undefined) return stop({ field: "/entry/contract", method });
  return contract.from <= contract.until ? pass(method) : stop({ field: "/entry/contract/until", method });
});

export const methods = register({
  context: "collection",
  name: "method",
  path: "/collection/methods",
  says: { zh: "采集方式", en: "a way in which an institution collects a resource's data" },
  cites: ["A19"],
  entry: Collecting,
  id: collectingId,
  group: ({ resource }) => resource,
  keeper: { who: ["responsible-department", "district-authority"] },
  bar: hasItsContract,
  refusals: {
    "method-without-contract": {
      status: 422,
      zh: "委托第三方或者协商采集须登记合同或者协议，直接采集不填",
      en: "A third party or an agreement needs its contract; direct collection has none",
    },
  },
  example: {
    resource: "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d11",
    institution: "11310000EXAMPL098P",
    method: "third-party",
    duty: "义务教育学生学籍管理",
    contract: { number: "2026-017", with: "上海某某数据服务有限公司", from: "2026-01-01", until: "2026-12-31" },
  },
});
export type MethodEntry = z.infer<typeof methods.Entry>;

/** The responsible department says who collects for its pool; nobody registers themselves. */
export const isItsPoolsToRegister = bar(
  "A19",
  "method-not-yours-to-register",
  ({ compiledBy }: Pick<Terms, "compiledBy">, institution: CreditCode | undefined) =>
    institution === compiledBy ? pass(institution) : stop({ compiledBy, yours: institution ?? "none" }),
);

/** The provider that the catalogue names collects; anybody else only when they are registered. */
export const isACollector = bar(
  "A18p1",
  "not-a-registered-collector",
  ({ provider }: Pick<Terms, "provider">, institution: CreditCode, entry: MethodEntry | undefined) =>
    institution === provider || entry?.status === "in-force"
      ? pass(institution)
      : stop({ provider, yours: institution }),
);

/** Direct collection by the provider is what the norm says already; any other way is registered, and its contract runs. */
export const isARegisteredWay = bar(
  "A19",
  "method-not-registered",
  (terms: Pick<Terms, "method">, method: Method, entry: MethodEntry | undefined, on: Day) => {
    if (entry === undefined || entry.status === "withdrawn") {
      return method === "direct" && terms.method === "direct" ? pass(method) : stop({ field: "/method", method });
    }
    const { contract } = entry.entry;
    if (contract === undefined || (contract.from <= on && on <= contract.until)) return pass(method);
    return stop({ field: "/method", method, from: contract.from, until: contract.until, on });
  },
);
