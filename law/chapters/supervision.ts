import type { Chapter } from "../article.ts";

/** Chapter 7, supervision. */
export const SUPERVISION = {
  A49: {
    since: "2018-11-01",
    kinds: ["flow", "register"],
    contexts: ["supervision"],
    zh: "市政府办公厅、市大数据中心、区主管部门通过随机抽查、模拟办事、电子监察等方式监督，发现问题督促及时整改。",
    en: "General Office, Center and district authorities supervise by random inspection, simulated applications, electronic supervision and the like; problems are rectified promptly.",
  },
  A50: {
    since: "2018-11-01",
    kinds: ["report"],
    contexts: ["supervision"],
    zh: "市政府办公厅组织制定年度考核方案并考核行政机关，充分运用12345热线数据，结果纳入各级领导班子年度考核。",
    en: "The General Office organises the yearly scheme and assessment of agencies, drawing fully on the 12345 hotline; the result enters the yearly assessment of leaders.",
  },
  A50p2: {
    since: "2018-11-01",
    kinds: ["report"],
    contexts: ["planning"],
    zh: "考核结果作为下一年度项目立项审批的重要参考。",
    en: "The assessment result is an important reference for next year's project approval.",
  },
  A51: {
    since: "2018-11-01",
    kinds: ["register"],
    contexts: ["supervision"],
    zh: "市政府办公厅、市经济信息化部门可以委托第三方定期评估网上服务能力、数据质量、共享开放程度、云服务质量等。",
    en: "The General Office and the economy and informatisation department may commission regular third-party evaluation of online service, data quality, sharing and opening, cloud service quality and more.",
  },
  A52: {
    since: "2018-11-01",
    kinds: ["register"],
    contexts: ["feedback"],
    zh: "机构在门户网站开展服务评价，设置纠错、问答、评价分享栏目，接受投诉举报。",
    en: "On its website each institution has service evaluation, columns for error reports, questions and shared evaluations, and takes complaints and reports of wrongdoing.",
  },
  A52p2: {
    since: "2018-11-01",
    kinds: ["flow", "clock", "register"],
    contexts: ["feedback"],
    zh: "接到投诉举报的，自受理之日起5个工作日内核实、处理并答复。",
    en: "Whoever receives one verifies, handles and answers it within 5 working days of acceptance.",
  },
} as const satisfies Chapter;
