import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { listen, readBody } from "../shared/server.ts";

const Where = z.object({ url: z.string(), pid: z.number() });

/** What the clock shows after a move, and a token: what a running cloud answers to other processes of this machine. */
export const Shown = z.object({ now: z.string(), day: z.string() });
export const Minted = z.object({ token: z.string() });

/** What may be asked, by path; the asker's document is the answerer's to parse. */
type Controls = Readonly<Record<string, (asked: unknown) => Promise<unknown>>>;

const fileIn = (folder: string): string => join(folder, "control.json");

/** Opens the door by which other processes of this machine move the clock and get tokens; `control.json` says where. */
export const openControl = async (folder: string, controls: Controls): Promise<{ close(): Promise<void> }> => {
  const listening = await listen(async (request, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    const { url = "/" } = request;
    // A page in a browser cannot send this type without asking first, and asking is not answered.
    const isOurs = request.headers["content-type"] === "application/json";
    const control = controls[url];
    if (request.method !== "POST" || !isOurs || control === undefined) return answer(404, { error: "not found" });
    try {
      answer(200, await control(JSON.parse((await readBody(request)).toString())));
    } catch (error) {
      answer(409, { error: error instanceof z.ZodError ? "This is not what is asked here." : messageOf(error) });
    }
  });
  writeFileSync(fileIn(folder), JSON.stringify({ url: listening.url, pid: process.pid }));
  return {
    close: async () => {
      rmSync(fileIn(folder), { force: true });
      await listening.close();
    },
  };
};

/** Asks the cloud that runs on this data folder. Throws a sentence if none runs, or if it refuses. */
export const askCloud = async <T>(folder: string, path: string, asked: unknown, answers: z.ZodType<T>): Promise<T> => {
  if (!existsSync(fileIn(folder))) throw new Error("No local cloud runs here: npm start.");
  const { url } = Where.parse(JSON.parse(readFileSync(fileIn(folder), "utf8")));
  const response = await fetch(`${url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(asked),
  }).catch(() => {
    throw new Error("The local cloud that was started here has ended: npm start.");
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(z.object({ error: z.string() }).parse(answer).error);
  return answers.parse(answer);
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
