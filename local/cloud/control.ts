import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { listen, readBody } from "../shared/server.ts";
import { Move } from "./moves.ts";

const Where = z.object({ url: z.string(), pid: z.number() });

/** What the clock shows after a move. */
const Shown = z.object({ now: z.string(), day: z.string() });
export type Shown = z.infer<typeof Shown>;

/** What other processes of this machine may ask of a running cloud, and what they are answered. */
const DOORS = {
  "/clock": { asked: Move, answered: Shown },
  "/token": { asked: z.object({ person: z.string() }), answered: z.object({ token: z.string() }) },
} as const;
type Doors = typeof DOORS;
type Asked<D extends keyof Doors> = z.output<Doors[D]["asked"]>;
type Answered<D extends keyof Doors> = z.output<Doors[D]["answered"]>;
type Controls = { readonly [D in keyof Doors]: (asked: Asked<D>) => Promise<Answered<D>> };

const fileIn = (folder: string): string => join(folder, "control.json");

/** Opens the door by which other processes of this machine move the clock and get tokens; `control.json` says where. */
export const openControl = async (folder: string, controls: Controls): Promise<{ close(): Promise<void> }> => {
  const act = {
    "/clock": async (body: unknown) => controls["/clock"](Move.parse(body)),
    "/token": async (body: unknown) => controls["/token"](DOORS["/token"].asked.parse(body)),
  };
  const isDoor = (path: string): path is keyof Doors => path in act;
  const listening = await listen(async (request, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    const { url = "/" } = request;
    // A page in a browser cannot send this type without asking first, and asking is not answered.
    const isOurs = request.headers["content-type"] === "application/json";
    if (request.method !== "POST" || !isOurs || !isDoor(url)) return answer(404, { error: "not found" });
    try {
      answer(200, await act[url](JSON.parse((await readBody(request)).toString())));
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
export const askCloud = async <D extends keyof Doors>(
  folder: string,
  door: D,
  asked: Asked<D>,
): Promise<Answered<D>> => {
  if (!existsSync(fileIn(folder))) throw new Error("No local cloud runs here: npm start.");
  const { url } = Where.parse(JSON.parse(readFileSync(fileIn(folder), "utf8")));
  const response = await fetch(`${url}${door}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(asked),
  }).catch(() => {
    throw new Error("The local cloud that was started here has ended: npm start.");
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(z.object({ error: z.string() }).parse(answer).error);
  return z.parse<Doors[D]["answered"]>(DOORS[door].answered, answer);
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
