import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A folder that another living process holds. */
export class FolderInUse extends Error {
  constructor(folder: string, holder: number | undefined) {
    super(`The folder ${folder} is in use by process ${holder}: end that one first.`);
  }
}

/**
 * Takes a folder for this process and answers how to give it back. A lock left by a dead process is taken over; if
 * the holder lives, FolderInUse says who it is.
 */
export const lockFolder = (folder: string): (() => void) => {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "lock");
  const holder = holderOf(file);
  if (holder !== undefined && isAlive(holder)) throw new FolderInUse(folder, holder);
  if (holder !== undefined) rmSync(file, { force: true });
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
  } catch {
    throw new FolderInUse(folder, holderOf(file));
  }
  return () => rmSync(file, { force: true });
};

const holderOf = (file: string): number | undefined => {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is alive as well.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
};
