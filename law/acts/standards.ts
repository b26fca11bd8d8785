import type { Act } from "../act.ts";

/** National, industry and local standards in use; they describe and bind nobody as a legal basis. */
export const STANDARDS = {
  "credit-code-standard": {
    title: "法人和其他组织统一社会信用代码编码规则（GB 32100-2015）",
    rank: "standard",
    since: "2015-10-01",
    evidence: "M",
  },
  "identity-number-standard": {
    title: "公民身份号码（GB 11643-1999）",
    rank: "standard",
    since: "1999-07-01",
    evidence: "M",
  },
  "item-code-standard": {
    title: "全国一体化政务服务平台 政务服务事项基本目录及实施清单 第1部分：编码要求（GB/T 39554.1-2020）",
    rank: "standard",
    since: "2020-11-19",
    evidence: "P",
  },
  "service-platform-data-standard": {
    title: "政务服务平台基础数据规范（GB/T 39046-2020）",
    rank: "standard",
    evidence: "V",
  },
  "e-certificate-standards": {
    title: "电子证照系列标准（GB/T 36901至36906-2018）",
    rank: "standard",
    evidence: "V",
  },
  "ofd-standard": { title: "电子文件存储与交换格式 版式文档（GB/T 33190-2016）", rank: "standard", evidence: "V" },
  "ofd-archive-standard": { title: "OFD档案应用指南（GB/T 42133-2022）", rank: "standard", evidence: "V" },
  "e-seal-standard": {
    title: "信息安全技术 安全电子签章密码技术规范（GB/T 38540-2020）",
    rank: "standard",
    evidence: "V",
  },
  "service-records-archiving-standard": {
    title: "政务服务事项电子文件归档规范（DA/T 85-2019）",
    rank: "standard",
    since: "2020-05-01",
    evidence: "V",
  },
  "e-records-package-standard": { title: "基于XML的电子文件封装规范（DA/T 48-2009）", rank: "standard", evidence: "V" },
  "archive-properties-standard": {
    title: "文书类电子档案检测一般要求（DA/T 70-2018）",
    rank: "standard",
    evidence: "V",
  },
  "protection-baseline-standard": {
    title: "信息安全技术 网络安全等级保护基本要求（GB/T 22239-2019）",
    rank: "standard",
    since: "2019-12-01",
    evidence: "M",
  },
  "data-grading-standard": {
    title: "数据安全技术 数据分类分级规则（GB/T 43697-2024）",
    rank: "standard",
    since: "2024-10-01",
    evidence: "V",
  },
  "sensitive-information-standard": {
    title: "数据安全技术 敏感个人信息处理安全要求（GB/T 45574-2025）",
    rank: "standard",
    evidence: "V",
  },
  "cryptography-application-standard": {
    title: "信息安全技术 信息系统密码应用基本要求（GB/T 39786-2021）",
    rank: "standard",
    evidence: "M",
  },
  "disaster-recovery-standard-2007": {
    title: "信息安全技术 信息系统灾难恢复规范（GB/T 20988-2007）",
    rank: "standard",
    since: "2007-11-01",
    until: "2025-12-31",
    evidence: "M",
  },
  "disaster-recovery-standard": {
    title: "信息系统灾难恢复规范（GB/T 20988-2025）",
    rank: "standard",
    since: "2026-01-01",
    evidence: "V",
  },
  "delta-data-grading-standard": {
    title: "公共数据分类分级指南（DB31/T 310030-2025）",
    rank: "standard",
    since: "2026-01-01",
    evidence: "V",
  },
  "delta-e-certificate-sharing-standard": {
    title: "电子证照共享应用规范（DB31/T 310018-2024）",
    rank: "standard",
    since: "2024-05-01",
    evidence: "V",
  },
} as const satisfies Readonly<Record<string, Act>>;
