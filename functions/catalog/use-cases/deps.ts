import type { Calendar } from "../../kernel/calendar.ts";
import type { TimeAllowed } from "../../kernel/clock.ts";
import type { Day } from "../../kernel/day.ts";
import type { Outcome } from "../../kernel/outcome.ts";
import type { Wish } from "../search/query.ts";
import type { Resources } from "../store/resources.ts";
import type { Results } from "../store/search.ts";

type Look = Readonly<{ cursor?: string | undefined; limit?: number | undefined }>;

/** What the use cases of the doors need. */
export type Deps = Readonly<{
  resources: Resources;
  search: (wish: Wish, look: Look) => Promise<Outcome<Results, "cursor-invalid">>;
  calendar: () => Promise<Calendar>;
  today: () => Day;
  newId: () => string;
  reviewTime: TimeAllowed;
  retirementGraceDays: number;
}>;
