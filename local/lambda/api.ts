import type { IncomingMessage, ServerResponse } from "node:http";
import { type Authorise, accessKeyOf, type Caller } from "../shared/caller.ts";
import { ServiceFault, unsupported } from "../shared/fault.ts";
import { readBody } from "../shared/server.ts";
import { type FunctionSettings, functionNameOf, type Invoked } from "./function.ts";

/** What the API needs of the functions behind it. */
export type Functions = {
  readonly authorise: Authorise;
  readonly callerOf: (accessKeyId: string) => Caller;
  settingsOf(nameOrArn: string): FunctionSettings;
  all(): readonly FunctionSettings[];
  run(name: string, payload: string, clientContext?: unknown): Promise<Invoked>;
  later(name: string, payload: string): string;
  logsOf(name: string): readonly string[];
};

const FUNCTION = /^\/2015-03-31\/functions\/([^/]+)(\/invocations|\/configuration)?$/;
const LAST_LOG_BYTES = 4096;

/** The REST API of Lambda: Invoke (three types), GetFunction, GetFunctionConfiguration, ListFunctions. */
export const lambdaApi = (functions: Functions) => async (request: IncomingMessage, response: ServerResponse) => {
  try {
    const body = await readBody(request);
    const caller = functions.callerOf(accessKeyOf(request.headers.authorization));
    const { pathname } = new URL(request.url ?? "/", "http://lambda");
    if (request.method === "GET" && /^\/2015-03-31\/functions\/?$/.test(pathname)) {
      functions.authorise(caller, { action: "lambda:ListFunctions", resource: "*" });
      return json(response, { Functions: functions.all().map(configuration) });
    }
    const [, encoded, door] = FUNCTION.exec(pathname) ?? [];
    if (encoded === undefined) throw unsupported("Lambda", `${request.method} ${pathname}`);
    const settings = functions.settingsOf(decodeURIComponent(encoded));
    if (request.method === "POST" && door === "/invocations") {
      functions.authorise(caller, { action: "lambda:InvokeFunction", resource: settings.arn });
      return await invoke(functions, settings, request, response, body.length === 0 ? "{}" : body.toString());
    }
    if (request.method !== "GET" || door === "/invocations") {
      throw unsupported("Lambda", `${request.method} ${pathname}`);
    }
    if (door === "/configuration") {
      functions.authorise(caller, { action: "lambda:GetFunctionConfiguration", resource: settings.arn });
      return json(response, configuration(settings));
    }
    functions.authorise(caller, { action: "lambda:GetFunction", resource: settings.arn });
    return json(response, {
      Configuration: configuration(settings),
      Code: { RepositoryType: "File", Location: settings.codeFolder },
    });
  } catch (fault) {
    const known = fault instanceof ServiceFault ? fault : new ServiceFault("ServiceException", String(fault), 500);
    response.setHeader("x-amzn-errortype", known.name);
    json(response, { Type: known.status < 500 ? "User" : "Service", Message: known.message }, known.status);
  }
};

const json = (response: ServerResponse, body: unknown, status = 200): void => {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
};

const invoke = async (
  functions: Functions,
  { name }: FunctionSettings,
  { headers }: IncomingMessage,
  response: ServerResponse,
  payload: string,
): Promise<void> => {
  const type = headers["x-amz-invocation-type"] ?? "RequestResponse";
  checkPayload(payload, type === "Event");
  if (type === "DryRun") return void response.writeHead(204).end();
  if (type === "Event") {
    return void response.writeHead(202, { "x-amzn-requestid": functions.later(name, payload) }).end();
  }
  const invoked = await functions.run(name, payload, clientContextOf(headers["x-amz-client-context"]));
  const tail = headers["x-amz-log-type"] === "Tail" && functions.logsOf(name).join("\n").slice(-LAST_LOG_BYTES);
  response.writeHead(200, {
    "content-type": "application/json",
    "x-amzn-requestid": invoked.requestId,
    "x-amz-executed-version": "$LATEST",
    ...(invoked.functionError && { "x-amz-function-error": invoked.functionError }),
    ...(tail !== false && { "x-amz-log-result": Buffer.from(tail).toString("base64") }),
  });
  response.end(invoked.payload);
};

const clientContextOf = (header: string | string[] | undefined): unknown =>
  typeof header === "string" ? JSON.parse(Buffer.from(header, "base64").toString()) : undefined;

const LARGEST = 6 * 1024 * 1024;
const LARGEST_LATER = 1024 * 1024;

/** Refuses what Lambda refuses: more than 6 MB (1 MB for asynchronous invocations), and what is not JSON. */
export const checkPayload = (payload: string, later = false): void => {
  const limit = later ? LARGEST_LATER : LARGEST;
  if (Buffer.byteLength(payload) > limit) {
    const message = `Request must be smaller than ${limit} bytes for the InvokeFunction operation`;
    throw new ServiceFault("RequestTooLargeException", message, 413);
  }
  try {
    JSON.parse(payload);
  } catch (error) {
    const message = `Could not parse request body into json: ${error instanceof Error ? error.message : error}`;
    throw new ServiceFault("InvalidRequestContentException", message);
  }
};

const configuration = (settings: FunctionSettings) => ({
  FunctionName: settings.name,
  FunctionArn: settings.arn,
  Runtime: "nodejs24.x",
  Role: settings.role,
  Handler: settings.handler,
  Timeout: settings.timeoutSeconds,
  MemorySize: settings.memorySize,
  Version: "$LATEST",
  PackageType: "Zip",
  State: "Active",
  LastUpdateStatus: "Successful",
  Environment: { Variables: settings.environment },
});

/** A fault that names the function which does not exist, as Lambda does. */
export const noSuchFunction = (nameOrArn: string): ServiceFault =>
  new ServiceFault("ResourceNotFoundException", `Function not found: ${functionNameOf(nameOrArn)}`, 404);
