import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { listen, readBody } from "../shared/server.ts";

const Message = z.object({
  id: z.string(),
  to: z.string(),
  text: z.object({ zh: z.string(), en: z.string() }),
});
const Handed = Message.extend({ channel: z.enum(["sms", "mail"]), receipt: z.string() });

/** A message as a channel was handed it, with the receipt that it gave. */
export type Handed = z.infer<typeof Handed>;

/** Stands in for the city's channels to people: takes what it is handed, sends it to nobody, keeps it. */
export type DevelopmentChannels = Readonly<{
  url: string;
  /** What they were handed, in its order; each message once, however often it came. */
  handed: () => readonly Handed[];
  /** So many of the next messages are not taken: the channel answers 503. */
  refuse: (times: number) => void;
  close: () => Promise<void>;
}>;

/** Starts the channels on 127.0.0.1: `/sms` and `/mail`. The same folder keeps what was handed over. */
export const startChannels = async ({ folder }: { readonly folder: string }): Promise<DevelopmentChannels> => {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "messages.jsonl");
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n").slice(0, -1) : [];
  const handed = lines.map((line) => Handed.parse(JSON.parse(line)));
  let refusing = 0;
  const listening = await listen(async (request, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    const channel = z.enum(["sms", "mail"]).safeParse((request.url ?? "").slice(1));
    const body = await readBody(request);
    if (!channel.success || request.method !== "POST") return answer(404, { error: "not found" });
    if (refusing > 0) {
      refusing--;
      return answer(503, { error: "not now" });
    }
    const key = String(request.headers["idempotency-key"]);
    const known = handed.find((it) => it.id === key && it.channel === channel.data);
    if (known !== undefined) return answer(200, { receipt: known.receipt });
    const message = Message.parse(JSON.parse(body.toString()));
    const receipt = createHash("sha256").update(`${channel.data} ${key}`).digest("hex").slice(0, 16);
    const taken = { ...message, channel: channel.data, receipt };
    handed.push(taken);
    appendFileSync(file, `${JSON.stringify(taken)}\n`);
    answer(200, { receipt });
  });
  return {
    url: listening.url,
    handed: () => handed,
    refuse: (times) => {
      refusing = times;
    },
    close: listening.close,
  };
};
