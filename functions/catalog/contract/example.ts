import type * as z from "zod";
import type { GradedContent } from "../resource/content.ts";
import type { Resource, SecrecyReview } from "../resource/resource.ts";

type Shown = z.input<typeof Resource>;
type Of<S extends Shown["status"]> = Extract<Shown, { status: S }>;

/** A resource as the examples of the operations show it. */
export const AN_ID = "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d11";
const DEPARTMENT = "11310000EXAMPL098P";

export const aContent: z.input<typeof GradedContent> = {
  name: "中小学校名录",
  catalogue: { kind: "city" },
  classification: { class: "2", item: "01", heading: "001" },
  secrecy: "none",
  abstract: "本市中小学校的名称、地址和联系方式。",
  provider: { code: DEPARTMENT, name: "上海市教育委员会" },
  scope: { place: "本市", time: "2018年起", covers: "中小学校" },
  formatClass: "3",
  items: [
    {
      code: "schoolId",
      name: "学校标识码",
      type: "C",
      length: 20,
      grade: 1,
      key: true,
      personal: false,
      sensitive: false,
      obtained: { by: "collected" },
      secrecy: "none",
    },
  ],
  sharing: { type: "unconditional", mode: "request-response" },
  opening: { type: "unconditional" },
  traits: { tradeSecrets: false, demanding: false, continuous: false },
  updateCycle: "yearly",
  collectionNorm: {
    method: "direct",
    basis: [{ act: "compulsory-education-law", article: "第十一条" }],
    norm: "每学年开学后一个月内采集",
  },
};

const identity: Pick<Shown, "id" | "code" | "compiledBy" | "round" | "clocks"> = {
  id: AN_ID,
  code: "201001/0000001",
  compiledBy: DEPARTMENT,
  round: 0,
  clocks: [],
};
const secrecyReview: z.input<typeof SecrecyReview> = {
  outcome: "cleared",
  by: DEPARTMENT,
  on: "2026-11-24",
  edition: 1,
};
const complete: Of<"submitted">["work"] = {
  edition: 1,
  content: aContent,
  grade: 1,
  classified: { type: "unconditional", because: [] },
};

export const aDraft: Of<"draft"> = { ...identity, status: "draft", work: { edition: 1, content: aContent } };
export const aReviewedDraft: Of<"draft"> = { ...aDraft, work: { ...aDraft.work, secrecyReview } };

const aClock: Shown["clocks"][number] = {
  name: "catalogue-reviewed-in-time",
  cites: "A17p2",
  workingDays: 2,
  startedOn: "2026-11-24",
  dueOn: "2026-11-26",
  provisional: false,
  suspensions: [],
  movedFrom: [],
};

export const aSubmitted: Of<"submitted"> = {
  ...identity,
  status: "submitted",
  round: 1,
  clocks: [aClock],
  work: { ...complete, secrecyReview },
  submittedOn: "2026-11-24",
  submittedBy: "staff-0042",
  reviewBasis: "参照《政务数据共享条例》第十七条",
};

export const aPublished: Of<"published"> = {
  ...identity,
  status: "published",
  round: 1,
  clocks: [],
  inForce: { ...complete, secrecyReview, publishedOn: "2026-11-25" },
};

export const aRetiring: Of<"retiring"> = {
  ...aPublished,
  status: "retiring",
  retirement: { reason: "并入基础教育机构名录", announcedOn: "2026-11-26", endsOn: "2026-12-31" },
};

export const aSummary = {
  id: AN_ID,
  code: identity.code,
  name: aContent.name,
  provider: aContent.provider.name,
  providerCode: DEPARTMENT,
  catalogue: "city",
  sharing: "unconditional",
  opening: "unconditional",
  updateCycle: "yearly",
  grade: 1,
} as const;
