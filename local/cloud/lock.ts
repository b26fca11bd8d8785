import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A folder that another living process holds. */
export class FolderInUse extends Error {
  constructor(folder: string, holder: number | undefined) {
    const who = holder === undefined ? "another process" : `process ${holder}`;
    super(`The folder ${folder} is in use by ${who}: end that one first.`);
  }
}

/**
 * Takes a folder for this process and answers how to give it back. A lock left by a dead process is taken over; if
 * the holder lives, FolderInUse says who it is. The lock appears whole, so that a kill leaves none without a holder.
 */
export const lockFolder = (folder: string): (() => void) => {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "lock");
  const mine = join(folder, `lock.${process.pid}`);
  writeFileSync(mine, `${process.pid} ${bornAt(process.pid) ?? ""}`);
  try {
    while (!linked(mine, file)) {
      const held = textOf(file);
      if (held === undefined) continue;
      if (isHeld(held)) throw new FolderInUse(folder, pidOf(held));
      takeAway(file, held, mine);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  return () => rmSync(file, { force: true });
};

const linked = (mine: string, file: string): boolean => {
  try {
    linkSync(mine, file);
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  }
};

/** Takes a dead holder's lock away; one that somebody else has put there meanwhile is given back. */
const takeAway = (file: string, dead: string, mine: string): void => {
  const aside = `${mine}.dead`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (isCode(error, "ENOENT")) return;
    throw error;
  }
  if (textOf(aside) !== dead) linked(aside, file);
  rmSync(aside, { force: true });
};

const textOf = (file: string): string | undefined => {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  }
};

const pidOf = (held: string): number => Number(held.split(" ")[0] || Number.NaN);

/** Process ids come again, in a container above all: the holder is the one that was born at that moment. */
const isHeld = (held: string): boolean => {
  const [, born] = held.split(" ");
  const pid = pidOf(held);
  return Number.isSafeInteger(pid) && pid > 0 && isAlive(pid) && (!born || born === (bornAt(pid) ?? born));
};

/** When a process was started, in the kernel's own count; undefined where the system does not tell. */
const bornAt = (pid: number): string | undefined => {
  try {
    // After the name in brackets, which may hold anything, it is the twentieth field.
    return readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ")[19];
  } catch {
    return undefined;
  }
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is alive as well.
    return isCode(error, "EPERM");
  }
};

const isCode = (error: unknown, code: string): boolean =>
  typeof error === "object" && error !== null && "code" in error && error.code === code;
