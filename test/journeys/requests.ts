import { randomUUID } from "node:crypto";
import { done } from "../../demo/story.ts";
import { aDuty } from "../../functions/sharing/contract/example.ts";
import { aContent, type Input } from "../catalog/catalogue.ts";
import type { City } from "../support/city.ts";
import { insist, stepsOf } from "./reviews.ts";

const LAW = { act: "personal-information-protection-law", article: "第二十八条" } as const;
const MODE = { mode: "request-response" } as const;
const SHARING: Readonly<Record<"unconditional" | "authorised", NonNullable<Input["sharing"]>>> = {
  unconditional: { type: "unconditional", ...MODE },
  authorised: { type: "authorised", ...MODE, reason: "含个人信息", basis: [LAW], condition: "限履职使用" },
};

/** A resource of education in the city's catalogue, shared in this way. */
export const published = async (city: City, name: string, type: keyof typeof SHARING): Promise<string> => {
  const [editor, steps] = [city.as("education.editor"), stepsOf(city)];
  const drafted = await editor.draftResource(
    { content: aContent({ name, sharing: SHARING[type] }) },
    { key: randomUUID() },
  );
  const { id } = done(drafted);
  await steps.clear(id);
  await steps.submit(id);
  await city.cloud.settle();
  await steps.publish(id);
  await city.cloud.settle();
  return id;
};

/** Revises a resource of education in the city's catalogue: from now on it is shared unconditionally. */
export const freed = async (city: City, id: string, name: string): Promise<void> => {
  const [editor, steps] = [city.as("education.editor"), stepsOf(city)];
  done(await editor.reviseResource({ id }));
  done(await editor.editResource({ id, content: aContent({ name, sharing: SHARING.unconditional }) }));
  await steps.clear(id);
  await steps.submit(id);
  await city.cloud.settle();
  await steps.publish(id);
  await city.cloud.settle();
};

export const wishFor = (resource: string, more: object = {}) => ({
  resource,
  fields: [{ code: "schoolId", plain: false }],
  purpose: "办理入学申请时核验学校信息",
  duty: aDuty,
  manner: "request-response" as const,
  perDay: 1000,
  days: 365,
  ...more,
});

/** The steps of a request, each by its person; each asks again until it is answered. */
export const requestsOf = ({ as }: City) => {
  const [consumer, office, department] = [
    as("public-security.editor"),
    as("general-office.sharing"),
    as("education.sharing"),
  ];
  return {
    request: (resource: string, more: object = {}) =>
      insist((how) => consumer.requestData({ wish: wishFor(resource, more) }, how)),
    office: (id: string) => insist((how) => office.reviewRequest({ id, decision: "agree" }, how)),
    department: (id: string) => insist((how) => department.reviewRequest({ id, decision: "agree" }, how)),
    consent: (id: string) => insist((how) => office.consentToCopy({ id, decision: "consent" }, how)),
    item: (step: "consent" | "general-office" | "responsible-department", id: string) =>
      (step === "responsible-department" ? department : office).readTask({ id: `sharing~request~${id}~${step}~1` }),
    grant: (id: string) => consumer.readGrant({ id }),
  };
};
