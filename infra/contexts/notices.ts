import { contract } from "../../functions/notices/contract.ts";
import { HEARS } from "../../functions/notices/events.ts";
import { notices as store } from "../../functions/notices/store.ts";
import { context, type Wiring } from "../context.ts";

/** What a function whose act is told is told itself and may do: put notices, and nothing else with them. */
export const telling = {
  settings: ({ table }: Wiring) => ({ NOTICES_TABLE: table("notices") }),
  // A47: what was told can be neither read, changed nor taken back by whoever told it.
  grants: ({ tableArn }: Wiring) => [{ actions: ["dynamodb:PutItem"], resources: [tableArn("notices")] }],
};

export const notices = context({
  name: "notices",
  contract,
  stores: [store],
  settings: ({ stage }) => ({ NOTICE_CHANNELS: JSON.stringify(stage.noticeChannels) }),
  listener: { hears: HEARS },
});
