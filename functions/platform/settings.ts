import * as z from "zod";

/** What every function is told when it is deployed. */
export const PLATFORM_SETTINGS = {
  /** `local`, `staging` or `production`. */
  STAGE: z.enum(["local", "staging", "production"]),
  /** The table of the context that the function belongs to. */
  TABLE: z.string().min(1),
};
export const told = z.object(PLATFORM_SETTINGS);

/** What a function is told that opens the quarantine, where files wait until they have been checked. */
export const UPLOADS_SETTINGS = {
  UPLOADS_BUCKET: z.string().min(1),
  UPLOADS_ADDRESS: z.string().startsWith("https://"),
  AWS_REGION: z.string().min(1),
  /** The SDK's own variable, by which other endpoints are found, is followed here too. */
  AWS_ENDPOINT_URL_S3: z.url().exactOptional(),
};

/** A setting that is more than a text: it is told as JSON. */
export const toldAsJson = <S extends z.ZodType>(schema: S) =>
  z
    .string()
    .transform((text, said) => {
      try {
        return JSON.parse(text);
      } catch {
        said.addIssue("This is not JSON.");
        return z.NEVER;
      }
    })
    .pipe(schema);

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads a function's settings; a missing or misspelt one is a fault at start, with its name. */
export const readSettings = <S extends z.ZodType>(schema: S, environment: Environment = process.env): z.output<S> =>
  schema.parse(environment);

/** One setting by its name; a missing one is a fault at start. */
export const setting = (name: string): string => {
  const { [name]: value } = readSettings(z.looseObject({ [name]: z.string().min(1) }));
  return z.string().parse(value);
};

/** `review-resource`, `flow` is told as `REVIEW_RESOURCE_FLOW`: written by infra/, read by the functions. */
export const nameOfSetting = (name: string, kind: "table" | "flow"): string =>
  `${name}_${kind}`.replaceAll("-", "_").toUpperCase();
