import type { CatalogEvent } from "../../functions/catalog/events.ts";
import { GradedContent } from "../../functions/catalog/resource/content.ts";
import { classify } from "../../functions/catalog/resource/opening.ts";
import { Resource } from "../../functions/catalog/resource/resource.ts";
import type { Day } from "../../functions/kernel/day.ts";
import { sampleResources } from "./samples.ts";

/** A resource in force, and the event that says so. */
type InForce = Readonly<{ resource: Resource; event: CatalogEvent }>;

/** The sample catalogue as if it had been compiled, reviewed for secrecy, submitted and published on this day. */
export const seededCatalogue = (on: Day): InForce[] =>
  sampleResources().map(({ compiledBy, takes }, at) => {
    const content = GradedContent.parse(takes.content);
    const resource = Resource.parse({
      id: `00000000-0000-7000-8000-${String(at + 1).padStart(12, "0")}`,
      code: takes.code,
      compiledBy,
      status: "published",
      round: 1,
      clocks: [],
      inForce: {
        edition: 1,
        content,
        grade: Math.max(...content.items.map(({ grade }) => grade)),
        classified: classify(content),
        secrecyReview: { outcome: "cleared", by: content.provider.code, on, edition: 1 },
        publishedOn: on,
      },
    });
    const event: CatalogEvent = {
      type: "catalog.resource-published.v1",
      edition: 1,
      round: 1,
      compiledBy: resource.compiledBy,
      code: resource.code,
      name: content.name,
      provider: content.provider.code,
      catalogue: content.catalogue,
      sharing: content.sharing.type,
      opening: content.opening.type,
    };
    return { resource, event };
  });
