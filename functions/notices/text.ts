import type { Text } from "../platform/operation.ts";
import type { Notice } from "./notice.ts";

type Facts<W extends Notice["what"]> = Extract<Notice, { what: W }>["facts"];
type Due = Facts<"objection-received">["due"][number];
type Moved = Facts<"objection-received">["moved"][number];

const ACTS = {
  mark: { zh: "对数据作异议标注", en: "mark the data as disputed" },
  "hand-over": { zh: "转交市级责任部门", en: "hand it over to the responsible department" },
  decision: { zh: "决定是否更正", en: "decide whether to correct" },
} as const;

const OUTCOMES = {
  corrected: { zh: "数据已更正", en: "the data is corrected" },
  "partly-corrected": { zh: "数据已部分更正", en: "the data is partly corrected" },
  "not-corrected": { zh: "数据不予更正", en: "the data is not corrected" },
  "data-withdrawn": { zh: "数据已撤回，不再共享、开放", en: "the data is withdrawn, and no longer shared or opened" },
} as const;

/** A sentence of each language after the other; nothing where there is nothing to say. */
const joined = (...parts: readonly (Text | undefined)[]): Text => {
  const said = parts.filter((part) => part !== undefined);
  return { zh: said.map(({ zh }) => zh).join(""), en: said.map(({ en }) => en).join(" ") };
};

const dueText = ({ act, dueOn, provisional }: Due): Text => ({
  zh: `最迟于${dueOn}${ACTS[act].zh}${provisional ? "（该年放假通知尚未公布，日期为暂定）" : ""}。`,
  en: `By ${dueOn}: ${ACTS[act].en}${provisional ? " (provisional: that year's holidays are not announced)" : ""}.`,
});

const movedText = ({ day, working, notice, holiday }: Moved): Text => {
  const why = notice ?? holiday;
  return {
    zh: `${day}${working ? "上班" : "放假"}${why === undefined ? "" : `（${why}）`}，已计入。`,
    en: `${day} is ${working ? "worked" : "off"}${why === undefined ? "" : ` (${why})`}, which is reckoned in.`,
  };
};

const days = ({ due, moved }: Pick<Facts<"objection-received">, "due" | "moved">): Text =>
  joined(...due.map(dueText), ...moved.map(movedText));

/** Order 9 names no further remedy: these are the general ones, which the person has whatever we say. */
const FURTHER: Text = {
  zh: "如不服，可以向市大数据中心或者市政府办公厅反映；认为合法权益受到侵犯的，可以自知道之日起六十日内依法申请行政复议，或者六个月内依法提起行政诉讼。",
  en: "If you disagree, you may turn to the Big Data Center or the General Office of the municipal government; if you hold that your rights are breached, apply for administrative reconsideration within sixty days of knowing, or bring an administrative action within six months.",
};

const OVERDUE_STAYS: Text = {
  zh: "逾期已记录在案，办理仍在继续。您可以向市大数据中心或者市政府办公厅投诉。",
  en: "That it is late is on record, and the work goes on. You may complain to the Big Data Center or the General Office of the municipal government.",
};

/** Every text there is, from what fills it in. */
const TEMPLATES: { readonly [W in Notice["what"]]: (facts: Facts<W>) => Text } = {
  "objection-received": ({ receivedOn, ...rest }) =>
    joined(
      { zh: `您的异议材料已于${receivedOn}收到。`, en: `Your objection was received on ${receivedOn}.` },
      days(rest),
      { zh: "决定作出前，您可以撤回异议。", en: "Until it is decided you may withdraw it." },
    ),
  "objection-handed-over": ({ on, to, ...rest }) =>
    joined(
      {
        zh: `您的异议已于${on}转交${to}（统一社会信用代码）办理。`,
        en: `Your objection was handed over on ${on} to the institution ${to} (unified social credit code).`,
      },
      days(rest),
    ),
  "objection-decided": ({ on, by, outcome }) =>
    joined(
      {
        zh: `您的异议已由${by}（统一社会信用代码）于${on}作出决定：${OUTCOMES[outcome].zh}。理由和所查看的材料可在异议详情中查看。`,
        en: `The institution ${by} (unified social credit code) decided your objection on ${on}: ${OUTCOMES[outcome].en}. The objection shows its reasons and the evidence that was looked at.`,
      },
      FURTHER,
    ),
  "objection-overdue": ({ act, dueOn }) =>
    joined(
      { zh: `应于${dueOn}前${ACTS[act].zh}，已逾期。`, en: `To ${ACTS[act].en} was due on ${dueOn}, and is late.` },
      OVERDUE_STAYS,
    ),
  "objection-withdrawn": ({ on }) => ({
    zh: `您已于${on}撤回异议，数据的异议标注随之取消。您可以再次提出异议。`,
    en: `You withdrew your objection on ${on}, and the mark on the data goes with it. You may object again.`,
  }),
};

/** What a notice says, in both languages. */
export const textOf = (notice: Notice): Text => {
  switch (notice.what) {
    case "objection-received":
      return TEMPLATES[notice.what](notice.facts);
    case "objection-handed-over":
      return TEMPLATES[notice.what](notice.facts);
    case "objection-decided":
      return TEMPLATES[notice.what](notice.facts);
    case "objection-overdue":
      return TEMPLATES[notice.what](notice.facts);
    case "objection-withdrawn":
      return TEMPLATES[notice.what](notice.facts);
  }
};
