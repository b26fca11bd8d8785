import { askCloud, Shown } from "./cloud/control.ts";
import { moveOf } from "./cloud/moves.ts";

const USAGE = "npm run clock -- +5wd | +3d | +2h | +30m | 2026-12-31";

const run = async (): Promise<void> => {
  const move = moveOf(process.argv[2] ?? "");
  if (move === undefined) throw new Error(USAGE);
  const { day, now } = await askCloud(".local", "/clock", move, Shown);
  console.log(`It is ${day} in Shanghai (${now}).`);
};

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
