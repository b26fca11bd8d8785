import { askCloud, Minted } from "./cloud/control.ts";
import { SAMPLE_PEOPLE } from "./seed/people.ts";
import { Misused, runCommand } from "./shared/command.ts";

const USAGE = `npm run token -- <person>, for example\n${SAMPLE_PEOPLE.map(([person, says]) => `  ${person}: ${says}`).join("\n")}`;

void runCommand(USAGE, { allowPositionals: true }, async ({ positionals: [person, ...more] }) => {
  if (person === undefined || more.length > 0) throw new Misused("One person.");
  const { token } = await askCloud(".local", "/token", { person }, Minted);
  console.log(token);
});
