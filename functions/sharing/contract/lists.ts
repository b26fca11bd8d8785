import * as z from "zod";
import { CreditCode } from "../../kernel/credit-code.ts";
import { operation } from "../../platform/operation.ts";
import { PageFields, pageOf } from "../../platform/page.ts";
import { COMMON, PAGED, UNKNOWN } from "../../platform/refusals.ts";
import { DEMAND_STATUSES, Demand, Need } from "../demand.ts";
import { Offer } from "../offer.ts";
import { A_DEMAND, A_RESOURCE, aDemand, aNeed, anOffer, aWithdrawnDemand, PROVIDER } from "./example.ts";
import { DEMANDS, DUTY } from "./refusals.ts";

export const readOffer = operation({
  duty: "read",
  method: "GET",
  path: "/sharing/offers/{id}",
  says: { zh: "查看一项资源如何共享", en: "Read how a resource is shared" },
  cites: ["A26p3"],
  who: ["institution"],
  takes: z.strictObject({ id: z.uuidv7() }),
  gives: Offer,
  refusals: UNKNOWN,
  example: { takes: { id: A_RESOURCE }, gives: anOffer },
});

export const listOffers = operation({
  duty: "read",
  method: "GET",
  path: "/sharing/offers",
  says: {
    zh: "列出一个机构的责任清单或者负面清单",
    en: "List what an institution can share (its responsibility list), or what a law forbids it to (its negative list)",
  },
  cites: ["A26p3"],
  who: ["institution"],
  takes: z.strictObject({
    provider: CreditCode,
    list: z.enum(["responsibility", "negative"]).meta({ description: "责任清单、负面清单" }),
    ...PageFields,
  }),
  gives: pageOf(Offer),
  refusals: PAGED,
  example: { takes: { provider: PROVIDER, list: "responsibility" }, gives: { items: [anOffer] } },
});

export const recordDemand = operation({
  duty: "command",
  method: "POST",
  path: "/sharing/demands",
  says: {
    zh: "在本单位需求清单上登记一项",
    en: "Put what our duties need of others on our demand list",
  },
  cites: ["A26p3"],
  who: ["institution"],
  creates: true,
  takes: z.strictObject({ need: Need }),
  gives: Demand,
  refusals: { ...COMMON, ...DUTY },
  example: { takes: { need: aNeed }, gives: aDemand },
});

export const withdrawDemand = operation({
  duty: "command",
  method: "POST",
  path: "/sharing/demands/{id}/withdrawal",
  says: { zh: "从需求清单撤回一项", en: "Take a demand off the list" },
  cites: ["A26p3"],
  who: ["institution"],
  takes: z.strictObject({ id: z.uuidv7() }),
  gives: Demand,
  refusals: { ...COMMON, ...DEMANDS },
  example: { takes: { id: A_DEMAND }, gives: aWithdrawnDemand },
});

export const listDemands = operation({
  duty: "read",
  method: "GET",
  path: "/sharing/demands",
  says: {
    zh: "列出本单位的需求清单；市大数据中心可查看全市某一状态的需求",
    en: "List our demands; the Center lists those of the whole city that stand in one way",
  },
  cites: ["A26p3"],
  who: ["institution"],
  takes: z.strictObject({
    status: z.enum(DEMAND_STATUSES).exactOptional(),
    of: z.enum(["us", "the-city"]).exactOptional(),
    ...PageFields,
  }),
  gives: pageOf(Demand),
  refusals: {
    ...PAGED,
    "demands-of-others": {
      status: 403,
      zh: "全市需求由市大数据中心按状态查看",
      en: "The Center alone lists the demands of the city, by where they stand",
    },
  },
  example: { takes: {}, gives: { items: [aDemand] } },
});
