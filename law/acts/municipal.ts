import type { Act } from "../act.ts";

/** Acts of Shanghai: local regulations (地方性法规), rules of the municipal government and its documents. */
export const MUNICIPAL = {
  "order-9": { title: "上海市公共数据和一网通办管理办法", rank: "government-rule", since: "2018-11-01", evidence: "V" },
  "shanghai-data-regulation": { title: "上海市数据条例", rank: "local-regulation", since: "2022-01-01", evidence: "V" },
  "shanghai-one-net-decision": {
    title: "上海市人民代表大会常务委员会关于进一步促进和保障“一网通办”改革的决定",
    rank: "local-regulation",
    since: "2021-07-01",
    evidence: "V",
  },
  "shanghai-business-environment-regulation": {
    title: "上海市优化营商环境条例",
    rank: "local-regulation",
    since: "2020-04-10",
    evidence: "M",
  },
  "shanghai-social-credit-regulation": {
    title: "上海市社会信用条例",
    rank: "local-regulation",
    since: "2017-10-01",
    evidence: "M",
  },
  "shanghai-medical-security-regulation": { title: "上海市医疗保障条例", rank: "local-regulation", evidence: "V" },
  "shanghai-real-estate-registration-provisions": {
    title: "上海市不动产登记若干规定",
    rank: "local-regulation",
    since: "2021-03-01",
    evidence: "M",
  },
  "shanghai-bus-and-trolleybus-regulation": {
    title: "上海市公共汽车和电车客运管理条例",
    rank: "local-regulation",
    since: "2001-01-01",
    evidence: "M",
  },
  "shanghai-electricity-supply-regulation": { title: "上海市供用电条例", rank: "local-regulation", evidence: "V" },
  "shanghai-water-supply-regulation": {
    title: "上海市供水管理条例",
    rank: "local-regulation",
    since: "1996-10-01",
    evidence: "P",
  },
  "shanghai-data-opening-measures": {
    title: "上海市公共数据开放暂行办法",
    rank: "government-rule",
    since: "2019-10-01",
    evidence: "V",
  },
  "shanghai-residence-permit-measures": {
    title: "上海市居住证管理办法",
    rank: "government-rule",
    since: "2018-01-01",
    evidence: "P",
  },
  "shanghai-car-parks-measures": { title: "上海市停车场（库）管理办法", rank: "government-rule", evidence: "P" },
  "shanghai-residence-permit-implementing-rules": {
    title: "上海市居住证申办实施细则（沪府发〔2017〕89号）",
    rank: "normative-document",
    since: "2018-01-01",
    evidence: "M",
  },
  "shanghai-data-opening-implementing-rules": {
    title: "上海市公共数据开放实施细则",
    rank: "normative-document",
    since: "2022-12-31",
    evidence: "V",
  },
  "shanghai-data-sharing-implementing-measures": {
    title: "上海市公共数据共享实施办法（试行）",
    rank: "normative-document",
    evidence: "V",
  },
  "shanghai-data-objection-measures": {
    title: "上海市公共数据异议核实与处理管理办法（试行）",
    rank: "normative-document",
    evidence: "V",
  },
  "shanghai-authorised-operation-measures": {
    title: "上海市公共数据资源授权运营管理办法",
    rank: "normative-document",
    since: "2025-07-12",
    evidence: "V",
  },
} as const satisfies Readonly<Record<string, Act>>;
