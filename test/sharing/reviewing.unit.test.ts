import { addDays } from "../../functions/kernel/day.ts";
import { isOpen, REQUEST_STATUSES, type Request } from "../../functions/sharing/request/request.ts";
import {
  agree,
  consent,
  refuseCopy,
  refuseSharing,
  withdrawRequest,
} from "../../functions/sharing/request/reviewing.ts";
import { isRequestToSee } from "../../functions/sharing/seeing.ts";
import {
  agreedByBoth,
  calendar,
  consented,
  filed,
  PEOPLE,
  REFUSAL,
  REQUESTS,
  TERMS,
  TODAY,
  type Who,
  wish,
} from "./states.ts";

const WHO = Object.keys(PEOPLE) as Who[];
const everybody = REQUEST_STATUSES.flatMap((status) => WHO.map((who) => ({ status, who })));

const ACTS = {
  agree: (request: Request, who: Who) => agree(request, PEOPLE[who], TODAY),
  refuse: (request: Request, who: Who) => refuseSharing(request, REFUSAL, PEOPLE[who], TODAY),
  consent: (request: Request, who: Who) => consent(request, PEOPLE[who], TODAY, TERMS, calendar),
  "refuse the copy": (request: Request, who: Who) => refuseCopy(request, "改用请求响应方式", PEOPLE[who], TODAY),
  withdraw: (request: Request, who: Who) => withdrawRequest(request, PEOPLE[who], TODAY),
} as const;
type Act = keyof typeof ACTS;

/** Who may do what, at which status; whatever is not here is refused. */
const MAY: Readonly<Record<Act, readonly (readonly [Request["status"], Who])[]>> = {
  agree: [
    ["under-review", "general-office"],
    ["under-review", "responsible"],
  ],
  refuse: [
    ["under-review", "general-office"],
    ["under-review", "responsible"],
  ],
  consent: [["awaiting-consent", "general-office"]],
  "refuse the copy": [["awaiting-consent", "general-office"]],
  withdraw: [
    ["awaiting-consent", "consumer"],
    ["under-review", "consumer"],
  ],
};

describe.each(Object.keys(ACTS) as Act[])("A27p3: who may %s, at which status", (act) => {
  it.each(everybody)("$status, by $who", ({ status, who }) => {
    const may = MAY[act].some(([at, by]) => at === status && by === who);
    expect(ACTS[act](REQUESTS[status](), who).ok).toBe(may);
  });
});

describe("A47p2: a request is its parties' to see, and theirs who watch over sharing", () => {
  it.each(everybody)("$status, by $who", ({ status, who }) => {
    const seen = !["district", "another-district", "other"].includes(who);
    expect(isRequestToSee(REQUESTS[status](), PEOPLE[who]).ok).toBe(seen);
  });
});

describe("A27p3: both reviewers, in whichever order", () => {
  it("come to the same grant", () => {
    const one = agreedByBoth("general-office", "responsible");
    const other = agreedByBoth("responsible", "general-office");
    expect(one.status).toBe("granted");
    expect({ ...other, agreed: [] }).toEqual({ ...one, agreed: [] });
  });

  it("agree once each, and nobody to their own request", () => {
    const first = agree(filed(), PEOPLE["general-office"], TODAY);
    if (!first.ok) throw new Error("refused");
    expect(agree(first.value, PEOPLE["general-office"], TODAY)).toMatchObject({ refusal: { code: "already-agreed" } });
    const own = { ...PEOPLE["general-office"], id: filed().filedBy };
    expect(agree(filed(), own, TODAY)).toMatchObject({ refusal: { code: "request-reviewed-by-its-applicant" } });
  });

  it("one body that fills both seats decides once", () => {
    const both = { ...PEOPLE.responsible, roles: [...PEOPLE.responsible.roles, "competent-authority" as const] };
    expect(agree(filed(), both, TODAY)).toMatchObject({ ok: true, value: { status: "granted" } });
  });

  it.each([
    { late: 14, end: "metOn" },
    { late: 15, end: "missedOn" },
  ])("$late days on, the clock ends as $end and the request is granted all the same", ({ late, end }) => {
    const on = addDays(TODAY, late);
    const first = agree(filed(), PEOPLE.responsible, on);
    const last = first.ok ? agree(first.value, PEOPLE["general-office"], on) : first;
    expect(last).toMatchObject({ value: { status: "granted", clocks: [{ [end]: expect.any(String) }] } });
  });
});

describe("A26: a refusal rests on a law, regulation or government rule in force", () => {
  it.each([
    { what: "none", basis: undefined },
    { what: "an empty list", basis: [] },
    { what: "a standard", basis: [{ act: "credit-code-standard", article: "4" }] },
  ] as const)("$what is no basis", ({ basis }) => {
    expect(refuseSharing(filed(), { reason: "不便提供", basis }, PEOPLE.responsible, TODAY)).toMatchObject({
      refusal: { code: "refusal-without-basis", cites: ["A26"] },
    });
  });

  it("nor is a law before its first day, nor a price", () => {
    const early = refuseSharing(filed(), REFUSAL, PEOPLE.responsible, addDays(TODAY, -3000));
    expect(early).toMatchObject({ refusal: { code: "refusal-without-basis" } });
    const priced = refuseSharing(filed(), { ...REFUSAL, reason: "须按次付费" }, PEOPLE.responsible, TODAY);
    expect(priced).toMatchObject({ refusal: { code: "sharing-bears-no-price" } });
  });
});

describe("A25p2, A25p3: another manner than request and response is consented to by the authority of the same level", () => {
  const copy = wish({ manner: "data-copy" });
  it.each(WHO)("a district's request, by %s", (who) => {
    const waiting = filed({ wish: copy, by: "district" });
    expect(waiting).toMatchObject({ status: "awaiting-consent", authority: { level: "district", district: "310110" } });
    const its = { ...PEOPLE[who], id: `colleague of ${who}` };
    expect(consent(waiting, its, TODAY, TERMS, calendar).ok).toBe(who === "district");
  });

  it("comes before the review, which nobody may hold before", () => {
    expect(agree(filed({ wish: copy }), PEOPLE.responsible, TODAY)).toMatchObject({
      refusal: { code: "copy-without-consent", cites: ["A25p2"] },
    });
    expect(consented("authorised").status).toBe("under-review");
    expect(consented("unconditional").status).toBe("granted");
  });
});

it("only what waits for people is open", () => {
  expect(REQUEST_STATUSES.filter((status) => isOpen(REQUESTS[status]()))).toEqual(["awaiting-consent", "under-review"]);
});
