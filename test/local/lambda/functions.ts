import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FunctionSettings } from "../../../local/lambda/function.ts";

export const aFolder = (): string => mkdtempSync(join(tmpdir(), "onenet-lambda-"));

/** A function whose bundle is this text. */
export const aFunction = (name: string, code: string, more: Partial<FunctionSettings> = {}): FunctionSettings => {
  const codeFolder = join(aFolder(), name);
  mkdirSync(codeFolder, { recursive: true });
  writeFileSync(join(codeFolder, "index.mjs"), code);
  return {
    name,
    arn: `arn:aws-cn:lambda:cn-north-1:000000000000:function:${name}`,
    codeFolder,
    handler: "index.handler",
    environment: {},
    timeoutSeconds: 5,
    memorySize: 256,
    role: `arn:aws-cn:iam::000000000000:role/${name}`,
    accessKey: { accessKeyId: `AKIA${name}`, secretAccessKey: "secret" },
    endpoints: {},
    ...more,
  };
};

/** Resolves once the condition holds; the test's own time limit ends it otherwise. */
export const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
};
