import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { askCloud, Minted } from "../local/cloud/control.ts";
import { type Row, ratio, timed } from "./row.ts";

const FIRST = 20;
const NEXT = 5;

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
const node = (...command: readonly string[]) => execFileSync(process.execPath, command, { stdio: "ignore" });

/** Synthesises every deployed stage's way (the strict validator) or as tests do, without it. */
const synthesise = (stage: string, folder: string, validation: "true" | "false") =>
  execFileSync(process.execPath, ["dist/infra/synth.mjs", "--stage", stage, "--out", folder], {
    stdio: "ignore",
    env: { ...process.env, CDK_VALIDATION: validation },
  });

type Started = Readonly<{ child: ChildProcess; document: number; read: number }>;

/** Starts the platform on a folder; milliseconds until it serves its own description, and until a signed-in read. */
const start = async (folder: string): Promise<Started> => {
  const began = performance.now();
  const child = spawn(process.execPath, ["dist/local/start.mjs", "--folder", folder, "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await new Promise<string>((heard, failed) => {
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const [, found] = /^API +(http:\S+)\/$/m.exec(said) ?? [];
      if (found !== undefined) heard(found);
    });
    child.once("exit", (code) => failed(new Error(`npm start ended with ${code}: ${said}`)));
  });
  await demand(`${url}/openapi.json`, {});
  const document = performance.now() - began;
  const { token } = await askCloud(folder, "/token", { person: "person.lin" }, Minted);
  await demand(`${url}/identity/me`, { authorization: `Bearer ${token}` });
  return { child, document, read: performance.now() - began };
};

const demand = async (url: string, headers: Readonly<Record<string, string>>): Promise<void> => {
  const { status } = await fetch(url, { headers });
  if (status !== 200) throw new Error(`${url} answered ${status}.`);
};

const stop = (child: ChildProcess): Promise<void> =>
  new Promise((gone) => {
    child.once("exit", () => gone());
    child.kill("SIGTERM");
  });

/** How long `npm start` takes from nothing and the next time, and what the strict validator costs a synthesis. */
export const startUp = async (): Promise<Row[]> => {
  const place = mkdtempSync(join(tmpdir(), "onenet-bench-"));
  const folder = join(place, "data");
  try {
    // As `npm start` does: bundles, then the assembly of one machine.
    const build = await timed(() => node("build.mjs"));
    const assembly = await timed(() => synthesise("local", join(place, "local"), "false"));
    const first = await start(folder);
    await stop(first.child);
    const next = await start(folder);
    await stop(next.child);
    const lean = await timed(() => synthesise("production", join(place, "lean"), "false"));
    const strict = await timed(() => synthesise("production", join(place, "strict"), "true"));
    const before = build + assembly;
    return [
      {
        what: "npm start on an empty folder: build, synth, start, seed, first 200 of /openapi.json",
        ours: seconds(before + first.document),
        beside: `${seconds(before)} of it build and synth; signed-in read after ${seconds(before + first.read)}`,
        goal: `at most ${FIRST} s`,
        met: before + first.read <= FIRST * 1000,
      },
      {
        what: "the next start, to the first 200 of /openapi.json",
        ours: seconds(next.document),
        beside: `signed-in read after ${seconds(next.read)}`,
        goal: `at most ${NEXT} s`,
        met: next.read <= NEXT * 1000,
      },
      {
        what: "synth of production with every rule ÷ without",
        ours: seconds(strict),
        beside: `${seconds(lean)} without`,
        goal: `informs (${ratio(strict, lean)})`,
        met: undefined,
      },
    ];
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
};
