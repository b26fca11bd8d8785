import { askCloud, Minted } from "./cloud/control.ts";
import { SAMPLE_PEOPLE } from "./seed/people.ts";

const USAGE = `npm run token -- <person>, for example\n${SAMPLE_PEOPLE.map(([person, says]) => `  ${person}: ${says}`).join("\n")}`;

const run = async (): Promise<void> => {
  const [, , person] = process.argv;
  if (person === undefined) throw new Error(USAGE);
  const { token } = await askCloud(".local", "/token", { person }, Minted);
  console.log(token);
};

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
