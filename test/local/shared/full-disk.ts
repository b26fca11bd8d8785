import { DurableLog } from "../../../local/shared/durable.ts";

/** Appends until the system refuses, then says what was acknowledged, what was said, and what stands in the log. */
const [, , file = ""] = process.argv;
const log = new DurableLog<{ nth: number }>(file);
let acknowledged = 0;
let said = "";
while (said === "") {
  try {
    const nth = acknowledged + 1;
    log.append({ nth }, { nth });
    acknowledged = nth;
  } catch (error) {
    said = String(error);
  }
}
process.stdout.write(JSON.stringify({ acknowledged, said }));
