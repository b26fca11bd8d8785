import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { listen, readBody } from "../shared/server.ts";
import { Move } from "./moves.ts";

const Where = z.object({ url: z.string(), pid: z.number() });
/** What the clock shows after a move. */
export const Shown = z.object({ now: z.string(), day: z.string() });
export type Shown = z.infer<typeof Shown>;

const fileIn = (folder: string): string => join(folder, "control.json");

/** Opens the door by which other processes of this machine move the clock; `control.json` says where it is. */
export const openControl = async (
  folder: string,
  move: (move: Move) => Promise<Shown>,
): Promise<{ close(): Promise<void> }> => {
  const listening = await listen(async (request, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    // A page in a browser cannot send this type without asking first, and asking is not answered.
    const isOurs = request.headers["content-type"] === "application/json";
    if (request.method !== "POST" || request.url !== "/clock" || !isOurs) return answer(404, { error: "not found" });
    const asked = Move.safeParse(JSON.parse((await readBody(request)).toString()));
    if (!asked.success) return answer(400, { error: "this is not a move of the clock" });
    try {
      answer(200, await move(asked.data));
    } catch (error) {
      answer(409, { error: error instanceof Error ? error.message : String(error) });
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

/** Moves the clock of the cloud that runs on this data folder. Throws a sentence if none runs, or if it refuses. */
export const askToMove = async (folder: string, move: Move): Promise<Shown> => {
  if (!existsSync(fileIn(folder))) throw new Error("No local cloud runs here: npm start.");
  const { url } = Where.parse(JSON.parse(readFileSync(fileIn(folder), "utf8")));
  const response = await fetch(`${url}/clock`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(move),
  }).catch(() => {
    throw new Error("The local cloud that was started here has ended: npm start.");
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(z.object({ error: z.string() }).parse(answer).error);
  return Shown.parse(answer);
};
