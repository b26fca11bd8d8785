import type { Outcome } from "../../kernel/outcome.ts";
import { refuse } from "../../kernel/outcome.ts";
import type { Answer, Call } from "../../platform/operation.ts";
import type { CommitRefusal } from "../../platform/store/commit.ts";
import type { Found } from "../../platform/store/open.ts";
import type { Batch } from "../batch/batch.ts";
import { isItsOwn, isItsToSee } from "../batch/life.ts";
import type { BatchEvent } from "../events.ts";
import type { Batches } from "../store.ts";

/** What every event of a file says. */
export const aboutOf = ({ resource, from }: Batch) => ({ resource, from, round: 1 });

/** Files as those see them who have to do with them. */
export const openFiles = (batches: Batches) => {
  /** The file as it stands, if this caller sees it at all and has seen its latest version. */
  const visible = (id: string, call: Call) => batches.findUnchanged(id, call, (batch) => isItsToSee(batch, call.by));

  return {
    visible,

    /** The same, if the caller's institution has sent it. */
    own: async (id: string, call: Call) => {
      const found = await visible(id, call);
      if (!found.ok) return found;
      const its = isItsOwn(found.value.now, call.by);
      return its.ok ? found : its;
    },

    /** Saves a file that holds its claim already: that it is lost means that the file is no longer what was read. */
    save: async (
      after: Batch,
      before: Found<Batch>,
      event: BatchEvent,
      call: Call,
    ): Promise<Outcome<Answer<Batch>, CommitRefusal>> => {
      const saved = await batches.save(after, before, event, call);
      if (saved.ok) return saved;
      const { code, facts } = saved.refusal;
      return code === "file-sent-already" ? refuse("record-changed-meanwhile") : refuse(code, facts);
    },
  };
};
