import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import * as z from "zod";
import { keysIn } from "../../../local/access/keys.ts";
import { openClock } from "../../../local/cloud/clock.ts";
import { startIssuer } from "../../../local/cloud/issuer.ts";
import { MovableClock } from "../../../local/shared/clock.ts";
import { DurableLog } from "../../../local/shared/durable.ts";

const Entry = z.object({ nth: z.number() });
type Entry = z.infer<typeof Entry>;

const place = mkdtempSync(join(tmpdir(), "onenet-durable-"));
afterAll(() => rmSync(place, { recursive: true, force: true }));
let files = 0;
const aFile = () => join(place, `${++files}`, "some.log");

const entriesIn = (file: string): number[] => {
  const log = new DurableLog<Entry>(file);
  try {
    return log.entries((line) => Entry.parse(line)).map(({ nth }) => nth);
  } finally {
    log.close();
  }
};
const aLogOf = (...appended: readonly (readonly number[])[]): string => {
  const file = aFile();
  const log = new DurableLog<Entry>(file);
  for (const together of appended) log.append(...together.map((nth) => ({ nth })));
  log.close();
  return file;
};

describe("a durable log", () => {
  it("has every entry again, is its owner's alone, and may hold none", () => {
    const file = aLogOf([1], [], [2, 3]);
    expect(entriesIn(file)).toEqual([1, 2, 3]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(entriesIn(aLogOf())).toEqual([]);
  });

  it("torn at any byte of its last line, loses what was appended in that line, whole", () => {
    const file = aLogOf([1], [2, 3]);
    const whole = readFileSync(file);
    const kept = readFileSync(aLogOf([1])).length;
    for (let length = kept; length < whole.length; length++) {
      writeFileSync(file, whole.subarray(0, length));
      expect(entriesIn(file)).toEqual([1]);
    }
  });

  it.each<[how: string, damage: (file: string, size: number) => void]>([
    ["it is empty", (file) => truncateSync(file, 0)],
    ["it has no line", (file, size) => writeFileSync(file, Buffer.alloc(size))],
    ["its end is no line of ours", (file, size) => writeFileSync(file, Buffer.alloc(size), { flag: "a" })],
    ["line 2", (file) => writeFileSync(file, readFileSync(file, "utf8").replace("nth", 'n"h'))],
    [
      "line 2: it holds something else",
      (file) => writeFileSync(file, readFileSync(file, "utf8").replace("nth", "mth")),
    ],
  ])("is refused with its name and the remedy when it is cut or changed: %s, and left as it is", (how, damage) => {
    const file = aLogOf([1], [2]);
    damage(file, statSync(file).size);
    const damaged = readFileSync(file);
    expect(() => entriesIn(file)).toThrow(`${file} is damaged (${how}`);
    expect(() => entriesIn(file)).toThrow("npm start -- --fresh");
    expect(readFileSync(file)).toEqual(damaged);
  });

  it("on a full disk, refuses what does not fit and keeps what it acknowledged, no more and no less", () => {
    const program = join(place, "full-disk.mjs");
    buildSync({
      entryPoints: ["test/local/shared/full-disk.ts"],
      outfile: program,
      bundle: true,
      platform: "node",
      format: "esm",
    });
    const file = aFile();
    const limited = ["-c", 'trap "" XFSZ; ulimit -f 1; exec "$0" "$@"', process.execPath, program, file];
    const { acknowledged, said } = z
      .object({ acknowledged: z.number(), said: z.string() })
      .parse(JSON.parse(execFileSync("/bin/sh", limited, { encoding: "utf8" })));
    expect(said).toContain(`${file} could not be written`);
    expect(said).toContain("make room");
    expect(acknowledged).toBeGreaterThan(5);
    const log = new DurableLog<Entry>(file);
    log.append({ nth: 0 });
    log.close();
    const pairs = Array.from({ length: acknowledged }, (_, at) => [at + 1, at + 1]).flat();
    expect(entriesIn(file)).toEqual([...pairs, 0]);
  });
});

describe("a small state of the cloud", () => {
  const clock = new MovableClock();
  afterAll(() => clock.stop());

  it.each<[name: string, open: (folder: string) => unknown]>([
    ["clock.json", (folder) => openClock(folder).close()],
    ["access-keys.seed", (folder) => keysIn(folder)],
    ["issuer-key.json", async (folder) => (await startIssuer({ folder, clock })).close()],
  ])("%s: is refused by name when it is empty, cut off or zeroed, and not made anew", async (name, open) => {
    const folder = join(place, `state-${name}`);
    await open(folder);
    const file = join(folder, name);
    const whole = readFileSync(file);
    for (const damaged of [Buffer.alloc(0), whole.subarray(0, 9), Buffer.alloc(whole.length)]) {
      writeFileSync(file, damaged);
      await expect((async () => open(folder))()).rejects.toThrow(`${file} is damaged`);
      expect(readFileSync(file)).toEqual(damaged);
    }
    writeFileSync(file, whole);
    await open(folder);
  });
});
