import { type ParseArgsConfig, parseArgs } from "node:util";

const isAboutOptions = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");

/** Said wrongly by who typed it: the usage is told beside the sentence. */
export class Misused extends Error {}

/**
 * Runs a command of `npm run` with what was typed after `--`: `--help` tells its usage, a mistake tells what is wrong
 * and the usage, and any other fault one sentence; both end with status 1.
 */
export const runCommand = async <T extends ParseArgsConfig>(
  usage: string,
  config: T,
  run: (typed: ReturnType<typeof parseArgs<T>>) => Promise<void>,
): Promise<void> => {
  if ((config.args ?? process.argv.slice(2)).includes("--help")) return console.log(usage);
  try {
    await run(parseArgs(config));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    if (error instanceof Misused || isAboutOptions(error)) console.error(usage);
    process.exitCode = 1;
  }
};
