import { startS3 } from "../../../local/s3/server.ts";
import { allowAll } from "../../../local/shared/caller.ts";
import { MovableClock } from "../../../local/shared/clock.ts";

/** S3 as a process of its own that can be killed: tells its parent where it is, and how much memory it has needed. */
const s3 = await startS3({
  folder: process.argv[2] ?? "",
  clock: new MovableClock(),
  authorise: allowAll,
  callerOf: (accessKeyId) => ({ accessKeyId, role: "operator" }),
  secretOf: () => "secret",
});
s3.declare({ name: "kept", versioning: "Enabled" });
process.on("message", () => process.send?.({ megabytes: process.resourceUsage().maxRSS / 1024 }));
process.on("disconnect", () => process.exit());
process.send?.({ url: s3.url });
