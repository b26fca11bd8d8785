import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { dirname } from "node:path";

/** In place of a file: the engine keeps its data in memory, for tests. */
export const MEMORY = "memory";
const STARTS_WITHIN = 15_000;
const ATTEMPTS = 5;

/**
 * The shell becomes the engine (`exec`), so the child's pid is the engine's. Before that it leaves a watcher behind
 * that reads a pipe whose other end only this process holds: end of file means that this process is gone, however it
 * died, and the engine is killed. A line on the pipe means that the engine is gone already: its pid may be another's.
 */
const WRAPPER = '(read -r _ <&3 || kill -9 $$) & exec "$0" "$@" 3<&-';

export type Child = { readonly process: ChildProcess; readonly port: number };

const PACKAGED = "@dynoxide/linux-x64/dynoxide";

/** The engine's program: `DYNOXIDE_BIN`, else the package of this platform; one clear sentence when there is none. */
export const engineProgram = (environment: Readonly<Record<string, string | undefined>>): string => {
  const named = environment["DYNOXIDE_BIN"];
  if (named !== undefined) {
    if (existsSync(named)) return named;
    throw new Error(`DYNOXIDE_BIN names ${named}, which does not exist: install dynoxide 1.2.1 and name its program.`);
  }
  // Both the source and the bundle are run, from the project's folder or from elsewhere.
  for (const place of [process.cwd(), dirname(process.argv[1] ?? "")]) {
    try {
      return createRequire(`${place}/package.json`).resolve(PACKAGED);
    } catch {
      // Not installed there.
    }
  }
  throw new Error(
    "DynamoDB of the local cloud needs the dynoxide engine: run npm install on Linux x64, " +
      "or install dynoxide 1.2.1 and name its program in DYNOXIDE_BIN.",
  );
};

/** Starts the engine on a free port with its data in this file, or in memory; answers once it listens. */
export const startChild = async (program: string, file: string, pidFile: string): Promise<Child> => {
  endStaleChild(pidFile, program);
  let trouble = "";
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = await freePort();
    const started = launch(program, port, file);
    writeFileSync(pidFile, String(started.pid ?? ""));
    const outcome = await listening(started);
    if (outcome === undefined) return { process: started, port };
    trouble = outcome;
  }
  throw new Error(`The DynamoDB engine ${program} does not start: ${trouble}`);
};

/** Ends the engine and its watcher, and waits until it is gone. */
export const endChild = async ({ process: child }: Child): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGKILL");
  await gone;
};

const launch = (program: string, port: number, file: string): ChildProcess => {
  const place = file === MEMORY ? [] : ["--db-path", file];
  const child = spawn("/bin/sh", ["-c", WRAPPER, program, "serve", "-p", String(port), ...place], {
    stdio: ["ignore", "ignore", "pipe", "pipe"],
    // The engine works under one lock: more threads only wait for one another.
    env: { PATH: "/usr/bin:/bin", TOKIO_WORKER_THREADS: "1" },
  });
  const lifeline = child.stdio[3];
  child.once("exit", () => {
    if (lifeline !== null && lifeline !== undefined && "end" in lifeline) lifeline.end("gone\n");
  });
  lifeline?.on("error", () => undefined);
  return child;
};

/** Undefined once it listens, else what it said before it ended. */
const listening = (child: ChildProcess): Promise<string | undefined> =>
  new Promise((resolve) => {
    let said = "";
    const timer = setTimeout(() => child.kill("SIGKILL"), STARTS_WITHIN);
    const settle = (outcome: string | undefined) => {
      clearTimeout(timer);
      resolve(outcome);
    };
    child.stderr?.on("data", (chunk: Buffer) => {
      said = `${said}${chunk}`.slice(-2000);
      if (said.includes("listening")) settle(undefined);
    });
    child.once("error", (error) => settle(error.message));
    child.once("exit", () => settle(said === "" ? "it ended without a word" : said.trim()));
  });

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });

/** An engine of an earlier run would hold the data; its pid counts only while it still runs the engine's program. */
const endStaleChild = (pidFile: string, program: string): void => {
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, "utf8"));
  if (Number.isSafeInteger(pid) && pid > 1 && commandOf(pid).includes(program)) process.kill(pid, "SIGKILL");
  rmSync(pidFile);
};

const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
};
