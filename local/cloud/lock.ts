import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Takes a data folder for this process and answers how to give it back. If another process that lives holds it,
 * throws an error that says which; a lock left by a dead one is taken over.
 */
export const lockFolder = (folder: string): (() => void) => {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "lock");
  const holder = holderOf(file);
  if (holder !== undefined && isAlive(holder)) {
    throw new Error(`The data folder ${folder} is in use: the local cloud runs as process ${holder}.`);
  }
  if (holder !== undefined) rmSync(file, { force: true });
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
  } catch {
    throw new Error(`The data folder ${folder} has just been taken by process ${holderOf(file)}.`);
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
