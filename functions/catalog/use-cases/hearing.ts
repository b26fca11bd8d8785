import type { Outcome } from "../../kernel/outcome.ts";
import { beginRound, type Start } from "../../platform/round.ts";
import type { Found } from "../../platform/store/open.ts";
import type { Resource } from "../resource/resource.ts";
import type { Deps } from "./deps.ts";

type Store = Pick<Deps, "resources">;

/** A resource was submitted: its review begins, once per round. One that is over by now is not begun. */
export const beginReview = ({ resources, start }: Store & Readonly<{ start: Start }>) =>
  beginRound(resources, start, (resource) =>
    resource.status === "submitted" ? { flow: "review", title: resource.work.content.name } : undefined,
  );

type Projecting = (found: Found<Resource>) => Promise<Outcome<"projected" | "known", "record-changed-meanwhile">>;

/** Something came into force or ceased to be: search shows the record as it stands, which may be ahead of the event. */
export const follow =
  ({ resources, project }: Store & Readonly<{ project: Projecting }>) =>
  async (record: string) => {
    const found = await resources.find(record);
    return found.ok ? project(found.value) : found;
  };
