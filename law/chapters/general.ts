import type { Chapter } from "../article.ts";

/** Chapter 1, general provisions: purpose, scope, terms, who does what, standards, the region. */
export const GENERAL = {
  A1: {
    since: "2018-11-01",
    kinds: ["none"],
    contexts: [],
    zh: "本办法的目的：整合应用公共数据，推进一网通办，提高治理能力和公共服务水平。",
    en: "Purpose: public data is integrated and used, and one-net services are advanced.",
  },
  A2: {
    since: "2018-11-01",
    kinds: ["rule"],
    contexts: ["catalog", "collection"],
    zh: "本市公共数据和一网通办的规划、建设、运维、应用、安全和监督考核适用本办法；涉及国家秘密的公共数据依保密法律法规管理。",
    en: "The order governs planning, building, running, use, security, supervision and assessment of public data and one-net services in the city; public data touching state secrets follows the secrecy laws instead.",
  },
  A3: {
    since: "2018-11-01",
    kinds: ["none"],
    contexts: [],
    zh: "公共数据是公共管理和服务机构依法履职中采集和产生的数据；一网通办指线上一个总门户、一次登录、全网通办，线下只进一扇门、最多跑一次。",
    en: "Public data is what institutions collect or produce while lawfully doing their duties; one-net service means one portal and one sign-in online, one door and at most one trip offline.",
  },
  A4: {
    since: "2018-11-01",
    kinds: ["none"],
    contexts: [],
    zh: "遵循统筹规划、集约建设、汇聚整合、共享开放、有效应用、精准服务、保障安全的原则。",
    en: "Principles: unified planning, intensive building, convergence, sharing and opening, effective use, precise service, security.",
  },
  A5: {
    since: "2018-11-01",
    kinds: ["register", "rule"],
    contexts: ["institutions"],
    zh: "市政府办公厅主管，市大数据中心具体承担，市经济信息化部门推进开放和应用，区主管部门负责本区，其他部门各司其职。",
    en: "The General Office is the competent authority, the Big Data Center does the work, the economy and informatisation department advances opening and use, a district authority acts within its district, others within their remit.",
  },
  A6: {
    since: "2018-11-01",
    kinds: ["register"],
    contexts: ["reference"],
    zh: "本市制定公共数据和一网通办的地方标准，参照国际标准，适用国家和行业标准。",
    en: "The city makes local standards for public data and one-net services, drawing on international and using national and industry ones.",
  },
  A7: {
    since: "2018-11-01",
    kinds: ["rule"],
    contexts: ["sharing", "cases", "certificates"],
    zh: "推进长三角地区数据共享、平台对接和业务协同办理。",
    en: "Within the Yangtze delta data is shared, platforms are connected and matters are handled jointly.",
  },
} as const satisfies Chapter;
