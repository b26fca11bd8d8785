import type { Chapter } from "../article.ts";

/** Chapter 9, supplementary provisions: utilities, other bodies, entry into force. */
export const SUPPLEMENTARY = {
  A58: {
    since: "2018-11-01",
    kinds: ["register"],
    contexts: ["institutions"],
    zh: "供水、供电、供气、通信、公共交通、民航、铁路等公用事业单位履行公共服务职责的数据适用本办法；法律、法规另有规定的从其规定。",
    en: "Utilities (water, power, gas, telecom, public transport, aviation, rail and the like): the order applies to data from public duties; law or regulation that provides otherwise prevails.",
  },
  A59: {
    since: "2018-11-01",
    kinds: ["register", "rule"],
    contexts: ["institutions"],
    zh: "由本市财政保障的其他机关和单位、中央在沪单位的履职数据参照本办法；电子政务仅前者参照。",
    en: "Other bodies funded by the city's budgets and central bodies posted in the city: by reference for data from public duties; for e-government by reference the funded bodies only.",
  },
  A60: {
    since: "2018-11-01",
    kinds: ["none"],
    contexts: [],
    zh: "本办法自2018年11月1日起施行。",
    en: "In force from 2018-11-01.",
  },
} as const satisfies Chapter;
