import * as z from "zod";

/** What every function is told when it is deployed. */
export const PLATFORM_SETTINGS = {
  /** `local`, `staging` or `production`. */
  STAGE: z.enum(["local", "staging", "production"]),
  /** The table of the context that the function belongs to. */
  TABLE: z.string().min(1),
};

/** Reads a function's settings; a missing or misspelt one is a fault at start, with its name. */
export const readSettings = <S extends z.ZodType>(
  schema: S,
  environment: Readonly<Record<string, string | undefined>>,
): z.output<S> => schema.parse(environment);
