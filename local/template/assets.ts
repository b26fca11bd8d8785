import { readFileSync } from "node:fs";
import * as z from "zod";
import type { Manifest } from "./manifest.ts";
import { Finding } from "./refused.ts";

type Properties = Readonly<Record<string, unknown>>;

const Code = z.strictObject({ S3Bucket: z.string(), S3Key: z.string() });
const Location = z.strictObject({ Bucket: z.string(), Key: z.string() });
const Substitutions = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({});

/** Puts what would be uploaded in its place: the folder of a bundle, the text of a state machine. */
export const withAssets = (type: string, properties: Properties, asset: Manifest["asset"]): Properties => {
  if (type === "AWS::Lambda::Function") return withBundle(properties, asset);
  if (type === "AWS::StepFunctions::StateMachine") return withDefinition(properties, asset);
  return properties;
};

const withBundle = (properties: Properties, asset: Manifest["asset"]): Properties => {
  const code = Code.safeParse(properties["Code"]);
  if (!code.success) throw new Finding("Code: only an asset folder can be run");
  return { ...properties, Code: { folder: asset(code.data.S3Key, "zip") } };
};

const withDefinition = (properties: Properties, asset: Manifest["asset"]): Properties => {
  const { Definition, DefinitionString, DefinitionS3Location, DefinitionSubstitutions, ...rest } = properties;
  const given = Substitutions.parse(DefinitionSubstitutions);
  const text =
    DefinitionS3Location === undefined
      ? (DefinitionString ?? JSON.stringify(Definition))
      : readFileSync(asset(Location.parse(DefinitionS3Location).Key, "file"), "utf8");
  if (typeof text !== "string") throw new Finding("there is no definition");
  const filled = text.replace(/\$\{([A-Za-z0-9_]+)\}/g, (placeholder, name: string) => {
    const value = given[name];
    if (value === undefined) throw new Finding(`DefinitionSubstitutions: nothing is given for ${placeholder}`);
    // The value lands inside a JSON text.
    return JSON.stringify(String(value)).slice(1, -1);
  });
  if (!isJson(filled)) throw new Finding("the definition is not JSON");
  return { ...rest, DefinitionString: filled };
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};
