/** A function as the template declares it, and where its copy on this machine finds everything. */
export type FunctionSettings = {
  readonly name: string;
  readonly arn: string;
  /** The folder that holds `index.mjs`. */
  readonly codeFolder: string;
  /** `<file>.<export>`, as in Lambda. */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  /** MiB. */
  readonly memorySize: number;
  /** ARN of the execution role. */
  readonly role: string;
  readonly accessKey: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Base URLs of the local services by the name the SDK uses in `AWS_ENDPOINT_URL_<NAME>`. */
  readonly endpoints: Readonly<Record<string, string>>;
};

/** What became of one invocation; a `functionError` says that the payload describes the error. */
export type Invoked = {
  readonly requestId: string;
  /** JSON text. */
  readonly payload: string;
  readonly functionError?: "Unhandled";
};

/** What a function threw, as the services see it that called it: `name` is the type of its error. */
export class FunctionError extends Error {
  constructor(errorType: string, errorMessage: string) {
    super(errorMessage);
    this.name = errorType;
  }
}

const [REGION_AT, NAME_AT] = [3, 6] as const;

const regionOf = (arn: string): string => arn.split(":")[REGION_AT] ?? "";

/** The bare name in a name, a partial ARN or an ARN, with or without a version. */
export const functionNameOf = (nameOrArn: string): string => {
  const parts = nameOrArn.split(":");
  if (nameOrArn.startsWith("arn:")) return parts[NAME_AT] ?? "";
  const at = parts.indexOf("function");
  return (at === -1 ? parts[0] : parts[at + 1]) ?? "";
};

/** The name by which the evaluator knows a role, from its name or ARN. */
export const roleNameOf = (nameOrArn: string): string => nameOrArn.split("/").at(-1) ?? nameOrArn;

/** Everything a handler finds in its environment. Of this process it sees where programs are, nothing more. */
export const environmentOf = (settings: FunctionSettings): Record<string, string> => {
  const inherited = ["PATH", "NODE_ENV"].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const region = regionOf(settings.arn);
  return {
    ...Object.fromEntries(inherited),
    TZ: ":UTC",
    LANG: "en_US.UTF-8",
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_NAME: settings.name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memorySize),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${settings.name}`,
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_ACCESS_KEY_ID: settings.accessKey.accessKeyId,
    AWS_SECRET_ACCESS_KEY: settings.accessKey.secretAccessKey,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    LAMBDA_TASK_ROOT: settings.codeFolder,
    _HANDLER: settings.handler,
    ...Object.fromEntries(Object.entries(settings.endpoints).map(([name, url]) => [endpointVariable(name), url])),
    ...settings.environment,
  };
};

const endpointVariable = (service: string): string => `AWS_ENDPOINT_URL_${service.toUpperCase()}`;
