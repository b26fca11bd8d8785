import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { calendarOf } from "../../../functions/kernel/calendar.ts";
import { openClock } from "../../../local/cloud/clock.ts";
import { Misused, runCommand } from "../../../local/shared/command.ts";

/** What a command says to somebody who typed this. */
const typed = async (words: readonly string[], fault?: Error) => {
  const said: string[] = [];
  const spies = (["log", "error"] as const).map((way) =>
    jest.spyOn(console, way).mockImplementation((...[line]: unknown[]) => void said.push(`${way}: ${line}`)),
  );
  await runCommand("the usage", { args: [...words], options: { port: { type: "string" } } }, async () => {
    if (fault) throw fault;
  });
  const status = process.exitCode ?? 0;
  process.exitCode = 0;
  for (const spy of spies) spy.mockRestore();
  return { status, said };
};

describe("a command", () => {
  it("told --help tells its usage and does nothing", async () => {
    expect(await typed(["--help"], new Error("it ran"))).toEqual({ status: 0, said: ["log: the usage"] });
  });

  it("told an option it does not have says so beside its usage", async () => {
    const { status, said } = await typed(["--prot", "1"]);
    expect(status).toBe(1);
    expect(said).toEqual([expect.stringContaining("'--prot'"), "error: the usage"]);
  });

  it("tells the usage beside what was mistyped, and of any other fault the sentence alone", async () => {
    expect((await typed([], new Misused("No port."))).said).toEqual(["error: No port.", "error: the usage"]);
    expect((await typed([], new Error("The disk is full."))).said).toEqual(["error: The disk is full."]);
  });
});

describe("the clock of a folder", () => {
  it("goes to the last year that the calendar answers for, and no further", async () => {
    const folder = mkdtempSync(join(tmpdir(), "clock-"));
    const kept = openClock(folder);
    const before = kept.clock.offset[0];
    await expect(kept.travel({ days: 99_999 }, calendarOf([]), async () => undefined)).rejects.toThrow("2100-12-31");
    expect(kept.clock.offset[0]).toBe(before);
    kept.close();
    rmSync(folder, { recursive: true });
  });
});
