import { contract } from "../../functions/catalog/contract.ts";
import { prepare } from "../../functions/catalog/resource/writing.ts";
import { resources } from "../../functions/catalog/store/resources.ts";
import { CreditCode } from "../../functions/kernel/credit-code.ts";
import { ResourceCode } from "../../functions/kernel/resource-code.ts";
import { sampleResources } from "../../local/seed/samples.ts";
import { day } from "./catalogue.ts";
import { aPublishedResource } from "./states.ts";

const today = day("2026-11-24");
const samples = sampleResources();

const completed = ({ takes, compiledBy }: (typeof samples)[number]) => {
  const { code, content } = contract.draftResource.takes.parse(takes);
  const provider = CreditCode.parse(content.provider?.code);
  const secrecyReview = { outcome: "cleared", by: provider, on: today, edition: 1 } as const;
  const draft = { ...aPublishedResource(), status: "draft" as const, work: { edition: 1, content, secrecyReview } };
  return { code: ResourceCode.parse(code), compiledBy: CreditCode.parse(compiledBy), work: prepare(draft, today) };
};

describe("the sample resources obey every rule", () => {
  it.each(samples)("$key may be submitted", (sample) => {
    expect(completed(sample).work).toMatchObject({ ok: true });
  });

  it("A18: no two of them hold the same code, name or data element", () => {
    const held = samples.map(completed).flatMap(({ code, compiledBy, work }) => {
      if (!work.ok) return [];
      const published = { ...aPublishedResource(), code, compiledBy, inForce: { ...work.value, publishedOn: today } };
      return (resources.claims?.(published) ?? []).filter(({ holds }) => holds).map(({ name }) => name);
    });
    expect(held.filter((name, at) => held.indexOf(name) !== at)).toEqual([]);
    expect(held.length).toBeGreaterThan(3 * samples.length);
  });
});
