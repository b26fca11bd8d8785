import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";
import { bearer } from "../../../demo/callers.ts";
import { done, until } from "../../../demo/story.ts";
import { askCloud, Minted, Shown } from "../../../local/cloud/control.ts";
import { aContent } from "../../catalog/catalogue.ts";

const place = mkdtempSync(join(tmpdir(), "onenet-killed-"));
const folder = join(place, "data");
const program = join(place, "dist", "local", "start.mjs");

/** The command of `npm start` as it stands now, where it finds what it finds in the project. */
const bundle = () => {
  for (const name of ["node_modules", "local"]) symlinkSync(resolve(name), join(place, name));
  const options = { bundle: true, platform: "node", format: "esm", packages: "external" } as const;
  buildSync({ ...options, entryPoints: ["local/start.ts"], outfile: program, logLevel: "error" });
};

type Started = Readonly<{ process: ChildProcess; url: string; as: (person: string) => ReturnType<typeof bearer> }>;

const start = async (): Promise<Started> => {
  const child = spawn(process.execPath, [program, "--folder", folder, "--port", "0"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const url = await new Promise<string>((heard, failed) => {
    const listen = (chunk: Buffer) => {
      said += chunk;
      const [, found] = /^API +(http:\S+)\/$/m.exec(said) ?? [];
      if (found !== undefined) heard(found);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.once("exit", (code) => failed(new Error(`It ended with ${code}: ${said}`)));
  });
  const tokenFor = async (person: string) => (await askCloud(folder, "/token", { person }, Minted)).token;
  return { process: child, url, as: (person) => bearer(url, () => tokenFor(person)) };
};

/** Every process of this machine whose parent is this one, and their children. */
const childrenOf = (pid: number): number[] => {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const [, parent] = /^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${name}/stat`, "utf8")) ?? [];
        return [[Number(name), Number(parent)] as const];
      } catch {
        return [];
      }
    });
  const own = parents.filter(([, parent]) => parent === pid).map(([child]) => child);
  return [...own, ...own.flatMap(childrenOf)];
};

const isAlive = (pid: number): boolean => {
  try {
    // A zombie holds nothing: somebody has only not yet asked how it ended.
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
};

/** Ends it without a word, and gives the processes that it had started. */
const kill = async ({ process: child }: Started): Promise<readonly number[]> => {
  const children = childrenOf(child.pid ?? 0);
  const gone = new Promise((ended) => child.once("close", ended));
  child.kill("SIGKILL");
  await gone;
  return children;
};

describe("a local cloud that is killed in the middle of its work", () => {
  let running: Started | undefined;
  beforeAll(bundle);
  afterAll(async () => {
    if (running !== undefined) await kill(running);
    rmSync(place, { recursive: true, force: true });
  });

  it("keeps what was acknowledged, leaves no process behind, and its review goes on", async () => {
    const first = await start();
    running = first;
    const content = aContent({ name: "停机演练名录" });
    const { id } = done(await first.as("education.editor").draftResource({ content }));
    done(await first.as("education.secrecy").reviewSecrecy({ id, outcome: "cleared" }));
    done(await first.as("education.editor").submitResource({ id }));
    const task = `catalog~resource~${id}~review~1`;
    const reviewer = (cloud: Started) => cloud.as("big-data-center.reviewer");
    await until("it waits in the inbox", async () =>
      (await reviewer(first).readTask({ id: task })).ok ? true : undefined,
    );
    const { now: moved } = await askCloud(folder, "/clock", { days: 1 }, Shown);

    // Acknowledged a moment before the end: nothing of the way behind it has happened yet.
    const other = done(await first.as("education.editor").draftResource({ content: aContent({ name: "末次登记" }) }));
    const left = await kill(first);
    expect(left.length).toBeGreaterThanOrEqual(1);
    await until("no process is left", async () => (left.some(isAlive) ? undefined : true));

    const second = await start();
    running = second;
    expect(done(await second.as("education.editor").readResource({ id: other.id })).id).toBe(other.id);
    expect(done(await second.as("education.editor").readResource({ id }))).toMatchObject({
      status: "submitted",
      round: 1,
    });
    const { now: later } = await askCloud(folder, "/clock", { minutes: 1 }, Shown);
    expect(Date.parse(later)).toBeGreaterThan(Date.parse(moved));

    done(await reviewer(second).reviewResource({ id, decision: "publish" }));
    await until("the flow was told", async () => {
      const { status } = done(await reviewer(second).readTask({ id: task }));
      return status === "done" ? true : undefined;
    });
    const found = await until("it is found", async () => {
      const { items } = done(await second.as("person.lin").searchCatalogue({ text: "停机演练名录" }));
      return items.length > 0 ? items : undefined;
    });
    expect(found.map((it) => it.id)).toEqual([id]);
  });
});
