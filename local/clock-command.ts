import { askCloud, Shown } from "./cloud/control.ts";
import { moveOf } from "./cloud/moves.ts";
import { Misused, runCommand } from "./shared/command.ts";

const USAGE = "npm run clock -- +5wd | +3d | +2h | +30m | 2026-12-31, to the year 2100";

void runCommand(USAGE, { allowPositionals: true }, async ({ positionals: [typed, ...more] }) => {
  const move = more.length === 0 ? moveOf(typed ?? "") : undefined;
  if (move === undefined) throw new Misused("One move of the clock, forward.");
  const { day, now } = await askCloud(".local", "/clock", move, Shown);
  console.log(`It is ${day} in Shanghai (${now}).`);
});
