import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { dayOf } from "../functions/kernel/day.ts";
import { startCloud } from "./cloud/cloud.ts";
import { openControl } from "./cloud/control.ts";
import { lockFolder } from "./cloud/lock.ts";
import { Move } from "./cloud/moves.ts";
import { ASSEMBLY, synthesiseIfChanged } from "./cloud/synthesis.ts";
import { SAMPLE_PEOPLE, tokenFor } from "./seed/people.ts";
import { seedCatalogue, seedRegisters } from "./seed/seed.ts";
import { Misused, runCommand } from "./shared/command.ts";

const USUAL_FOLDER = ".local";
const USUAL_PORT = "4000";
const Wanted = z.object({ person: z.string() });
/** The issuer takes the next one. */
const LAST_PORT = 65_534;

const USAGE = `npm start -- [--fresh] [--port ${USUAL_PORT}] [--folder ${USUAL_FOLDER}]
  --fresh   begins again: empties the folder first
  --port    of the API on 127.0.0.1; the issuer of sample tokens takes the next one
  --folder  where everything is kept between two starts`;

const OPTIONS = {
  fresh: { type: "boolean", default: false },
  port: { type: "string", default: USUAL_PORT },
  folder: { type: "string", default: USUAL_FOLDER },
} as const;

type Wishes = Readonly<{ fresh: boolean; port: string; folder: string }>;

/** The whole platform on this machine, until interrupted. */
const start = async (values: Wishes): Promise<void> => {
  const { folder } = values;
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > LAST_PORT) throw new Misused(`${values.port} is no port.`);
  // Functions run at UTC, as in Lambda; threads share this setting with the process.
  process.env["TZ"] = "UTC";
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
  const unlock = lockFolder(folder);
  const closing: (() => Promise<void> | void)[] = [unlock];
  const close = async () => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  let isEnding = false;
  const end = (code: number) => {
    if (isEnding) process.exit(code);
    isEnding = true;
    close().then(
      () => process.exit(code),
      () => process.exit(1),
    );
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => end(0));

  try {
    if (values.fresh) empty(folder);
    await synthesiseIfChanged({ build: false });
    const cloud = await startCloud({
      assembly: ASSEMBLY,
      folder,
      ports: { gateway: port, issuer: port === 0 ? 0 : port + 1 },
      log: (line) => console.log(line),
    });
    closing.push(cloud.stop);
    const seeded = join(folder, "seeded");
    if (!existsSync(seeded)) {
      await seedRegisters(cloud);
      await seedCatalogue(cloud);
      writeFileSync(seeded, "");
    }
    let lastMove: Promise<unknown> = Promise.resolve();
    const control = await openControl(folder, {
      "/clock": async (asked) => {
        const move = Move.parse(asked);
        const mine = lastMove.then(() => cloud.pass(move));
        lastMove = mine.catch(() => undefined);
        await mine;
        return { day: dayOf(cloud.clock.now()), now: new Date(cloud.clock.now()).toISOString() };
      },
      "/token": async (asked) => ({ token: await tokenFor(cloud, Wanted.parse(asked).person) }),
    });
    closing.push(control.close);
    console.log(`
It is ${dayOf(cloud.clock.now())} in Shanghai.
API      ${cloud.url}/
Docs     ${cloud.url}/docs
Issuer   ${cloud.issuer.url}/  (development only)
Data     ${folder}/  (begin again: npm start -- --fresh)
Clock    npm run clock -- +5wd | +3d | +2h | 2026-12-31
Logs     ${folder}/lambda/logs/
Tokens   npm run token -- <person>, good for an hour:
${SAMPLE_PEOPLE.map(([person, says]) => `         ${person.padEnd(26)} ${says}`).join("\n")}
`);
  } catch (error) {
    console.error(isTaken(error) ? `${error.message}: choose another with npm start -- --port 4100.` : said(error));
    end(1);
  }
};

/** Everything but the lock, which is ours. */
const empty = (folder: string): void => {
  for (const name of readdirSync(folder))
    if (name !== "lock") rmSync(join(folder, name), { recursive: true, force: true });
};

const said = (error: unknown) => (error instanceof Error ? error.message : error);

const isTaken = (error: unknown): error is Error =>
  error instanceof Error && "code" in error && error.code === "EADDRINUSE";

void runCommand(USAGE, { options: OPTIONS }, ({ values }) => start(values));
