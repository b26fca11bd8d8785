import { DescribeExecutionCommand, SFNClient } from "@aws-sdk/client-sfn";
import { done } from "../../demo/story.ts";
import { aCity, type City } from "../support/city.ts";
import { published, requestsOf } from "./requests.ts";

const MACHINE = "arn:aws-cn:states:cn-north-1:000000000000:execution:onenet-local-city-sharing";

describe("a request for data of another institution", () => {
  let city: City;
  let [free, guarded] = ["", ""];
  const flowOf = async (machine: string, id: string, flow: string) => {
    const flows = new SFNClient(city.cloud.client("states"));
    const executionArn = `${MACHINE}-${machine}:${id}-${flow}-1`;
    const { status } = await flows.send(new DescribeExecutionCommand({ executionArn }));
    flows.destroy();
    return status;
  };

  beforeAll(async () => {
    city = await aCity();
    free = await published(city, "学校名录甲", "unconditional");
    guarded = await published(city, "学校名录乙", "authorised");
  });

  it("A27p2: unconditional data is granted at once, and whoever provides it cannot stop it", async () => {
    const steps = requestsOf(city);
    const { id, status } = await steps.request(free);
    expect(status).toBe("granted");
    expect(done(await steps.grant(id))).toMatchObject({ status: "active", by: "unconditional", quotaPerDay: 1000 });
    const stopping = { id, ground: "not-kept-safe" as const, reason: "不再提供" };
    expect(await city.as("education.sharing").revokeGrant(stopping)).toMatchObject({
      status: 403,
      problem: { code: "grant-not-yours-to-stop" },
    });
  });

  it.each([
    "office first",
    "department first",
    "at once",
  ] as const)("A27p3: authorised data is granted when both have agreed: %s", async (order) => {
    const steps = requestsOf(city);
    const { id, status } = await steps.request(guarded);
    expect(status).toBe("under-review");
    await city.cloud.settle();
    expect(done(await steps.item("general-office", id))).toMatchObject({ status: "open", dueOn: "2026-12-08" });
    expect(done(await steps.item("responsible-department", id)).status).toBe("open");
    if (order === "at once") {
      const [office, department] = [city.as("general-office.sharing"), city.as("education.sharing")];
      const both = await Promise.all([
        office.reviewRequest({ id, decision: "agree" }),
        department.reviewRequest({ id, decision: "agree" }),
      ]);
      // Whoever comes second is tried once more, on what the first has left.
      expect(both.map(({ status }) => status)).toEqual([200, 200]);
    } else {
      for (const step of order === "office first"
        ? (["office", "department"] as const)
        : (["department", "office"] as const))
        await steps[step](id);
    }
    await city.cloud.settle();
    expect(done(await steps.grant(id))).toMatchObject({ status: "active", by: "authorised" });
    expect(done(await steps.item("general-office", id))).toMatchObject({ status: "done", outcome: "agreed" });
    expect(done(await steps.item("responsible-department", id))).toMatchObject({ status: "done", outcome: "agreed" });
    expect(await flowOf("review-request", id, "review")).toBe("SUCCEEDED");
  });

  it("A26: a refusal without a law is rejected; with one it ends the request and both waits", async () => {
    const steps = requestsOf(city);
    const { id } = await steps.request(guarded);
    await city.cloud.settle();
    const office = city.as("general-office.sharing");
    expect(await office.reviewRequest({ id, decision: "refuse", reason: "不便提供" })).toMatchObject({
      status: 422,
      problem: { code: "refusal-without-basis" },
    });
    const basis = [{ act: "personal-information-protection-law" as const, article: "第二十八条" }];
    done(await office.reviewRequest({ id, decision: "refuse", reason: "法律不允许", basis }));
    await city.cloud.settle();
    expect(done(await steps.item("responsible-department", id))).toMatchObject({ status: "done", outcome: "refused" });
    expect(await flowOf("review-request", id, "review")).toBe("SUCCEEDED");
    expect(await steps.grant(id)).toMatchObject({ status: 404 });
  });

  it("A25p3: a data copy waits for the authority's consent, and for its reviewers after that", async () => {
    const steps = requestsOf(city);
    const { id, status } = await steps.request(guarded, { manner: "data-copy" });
    expect(status).toBe("awaiting-consent");
    await city.cloud.settle();
    expect(done(await steps.item("consent", id)).status).toBe("open");
    expect((await steps.consent(id)).status).toBe("under-review");
    await city.cloud.settle();
    expect(await flowOf("consent-data-copy", id, "consent")).toBe("SUCCEEDED");
    await steps.office(id);
    expect((await steps.department(id)).status).toBe("granted");
    expect(done(await steps.grant(id))).toMatchObject({ manner: "data-copy" });
  });

  it("A28: the scenario's fields at once, and no others", async () => {
    const needs = [{ resource: guarded, fields: [{ code: "schoolId", plain: false }], because: "核验" }];
    const users = { kind: "level" as const, level: "city" as const };
    const about = { name: "入学一件事", area: "one-net-services" as const, purpose: "入学核验" };
    const definition = { ...about, needs, users, from: "2026-11-24", until: "2027-11-23" };
    const { id: scenario } = done(await city.as("big-data-center.sharing").publishScenario({ definition }));
    const steps = requestsOf(city);
    const { id, status } = await steps.request(guarded, { scenario });
    expect(status).toBe("granted");
    expect(done(await steps.grant(id))).toMatchObject({ by: "scenario", purpose: "入学核验" });
  });

  it("A26p3: the lists follow the catalogue, and a demand is met by its grant", async () => {
    const us = city.as("public-security.editor");
    const { items } = done(await us.listOffers({ provider: "11310000EXAMPL098P", list: "responsibility" }));
    expect(items.map(({ name }) => name).sort()).toEqual(["学校名录乙", "学校名录甲"]);
    const need = {
      wants: "学校",
      duty: { text: "核验", basis: { act: "compulsory-education-law" as const, article: "第十一条" } },
      resource: free,
    };
    expect(done(await us.recordDemand({ need })).status).toBe("on-offer");
    const { id } = await requestsOf(city).request(free);
    await city.cloud.settle();
    expect(done(await us.listDemands({})).items).toMatchObject([{ status: "met", grant: id }]);
    done(await us.giveBackGrant({ id, reason: "职责已调整" }));
    await city.cloud.settle();
    expect(done(await us.listDemands({})).items).toMatchObject([{ status: "on-offer" }]);
  });

  it("A26p2: both sides read the use, and nobody else", async () => {
    const { id } = await requestsOf(city).request(free);
    const span = { id, from: "2026-11-24", to: "2026-11-30" };
    for (const who of ["public-security.editor", "education.editor"])
      expect(done(await city.as(who).readGrantUse(span))).toEqual({ grant: id, quotaPerDay: 1000, days: [] });
    expect(await city.as("civil-affairs.editor").readGrantUse(span)).toMatchObject({ status: 404 });
  });

  it("A27p3: late is not lost: an overdue review is on record and still granted", async () => {
    const steps = requestsOf(city);
    const { id } = await steps.request(guarded);
    await city.cloud.settle();
    await city.cloud.pass({ days: 16 });
    await city.cloud.settle();
    await steps.office(id);
    const granted = await steps.department(id);
    expect(granted).toMatchObject({ status: "granted", clocks: [{ missedOn: "2026-12-09" }] });
  });

  it("A27p3: a resource that retires ends its grants and its open requests", async () => {
    const steps = requestsOf(city);
    const [{ id }, { id: open }] = [await steps.request(free), await steps.request(guarded)];
    const editor = city.as("education.editor");
    for (const resource of [free, guarded])
      done(await editor.retireResource({ id: resource, reason: "并入其他资源", endsOn: "2027-01-20" }));
    await city.cloud.pass({ days: 45 });
    await city.cloud.settle();
    expect(done(await steps.grant(id))).toMatchObject({ status: "revoked", because: { cites: "A17", by: "platform" } });
    const us = city.as("public-security.editor");
    expect(done(await us.readRequest({ id: open }))).toMatchObject({ status: "lapsed", because: { cites: "A17" } });
  });
});
