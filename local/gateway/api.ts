import { AssemblyRefused, explainShape } from "../template/refused.ts";
import type { ResolvedRestApi } from "../template/rest-apis.ts";
import { Body, type GatewayResponse } from "./body.ts";
import { unsupportedIn } from "./templates.ts";

/** A place in a request where a value is named: `header`, `querystring` or `path`. */
export type Place = { readonly in: "path" | "querystring" | "header"; readonly name: string };

export type Authorizer = {
  readonly functionArn: string;
  /** ARN of the role as which the gateway calls. */
  readonly role: string;
  /** Where the identity must be, or nobody is asked. */
  readonly identity: readonly Place[];
};

/** One method of one path; ANY stands for every method that the path does not name. */
export type Operation = {
  readonly path: string;
  readonly method: string;
  readonly id?: string | undefined;
  readonly functionArn: string;
  /** ARN of the role as which the gateway calls. */
  readonly role: string;
  /** In milliseconds. */
  readonly timeout: number;
  readonly authorizer?: Authorizer | undefined;
  readonly needsKey: boolean;
  readonly required: readonly Place[];
};

/** An API as it is served, proven: everything in it is supported. */
export type Api = {
  readonly operations: readonly Operation[];
  readonly responses: ReadonlyMap<string, GatewayResponse>;
  readonly binaryMediaTypes: readonly string[];
  readonly keySource: "HEADER" | "AUTHORIZER";
};

/** Proves the OpenAPI body of an API. Throws AssemblyRefused with everything in it that is not supported. */
export const proveApi = (api: ResolvedRestApi): Api => {
  const parsed = Body.safeParse(api.body);
  const refuse = (findings: readonly string[]): void => {
    if (findings.length > 0) throw new AssemblyRefused(findings.map((what) => `API ${api.name}: ${what}.`));
  };
  if (!parsed.success) {
    throw new AssemblyRefused(explainShape(parsed.error).map((what) => `API ${api.name}: ${what}.`));
  }
  const body = parsed.data;
  const operations = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => operationOf(body, path, method, operation)),
  );
  const responses = new Map<string, GatewayResponse>();
  for (const [type, response] of Object.entries(body["x-amazon-apigateway-gateway-responses"]))
    if (response !== undefined) responses.set(type, response);
  refuse([...pathFindings(Object.keys(body.paths), api.stage), ...securityFindings(body), ...unsupportedIn(responses)]);
  return {
    operations,
    responses,
    binaryMediaTypes: [...api.binaryMediaTypes, ...body["x-amazon-apigateway-binary-media-types"]],
    keySource: body["x-amazon-apigateway-api-key-source"] ?? api.apiKeySource ?? "HEADER",
  };
};

type OperationBody = NonNullable<Body["paths"][string]["get"]>;

const operationOf = (body: Body, path: string, method: string, operation: OperationBody): Operation => {
  const { uri, credentials, timeoutInMillis } = operation["x-amazon-apigateway-integration"];
  const named = operation["x-amazon-apigateway-request-validator"] ?? body["x-amazon-apigateway-request-validator"];
  const validator = body["x-amazon-apigateway-request-validators"][named ?? ""];
  const schemes = operation.security.flatMap(Object.keys).map((scheme) => body.components.securitySchemes[scheme]);
  const authorizer = schemes.flatMap((scheme) =>
    scheme !== undefined && "x-amazon-apigateway-authorizer" in scheme
      ? [scheme["x-amazon-apigateway-authorizer"]]
      : [],
  )[0];
  return {
    path,
    method: method === "x-amazon-apigateway-any-method" ? "ANY" : method.toUpperCase(),
    id: operation.operationId,
    functionArn: uri,
    role: credentials,
    timeout: timeoutInMillis,
    authorizer: authorizer && {
      functionArn: authorizer.authorizerUri,
      role: authorizer.authorizerCredentials,
      identity: (authorizer.identitySource ?? "").split(",").flatMap(placeOf),
    },
    needsKey: schemes.some((scheme) => scheme !== undefined && !("x-amazon-apigateway-authorizer" in scheme)),
    required: validator?.validateRequestParameters
      ? operation.parameters
          .filter((parameter) => parameter.required)
          .map(({ in: where, name }) => ({ in: where === "query" ? "querystring" : where, name }))
      : [],
  };
};

const placeOf = (expression: string): Place[] => {
  const [, where, name] = /^\s*method\.request\.(header|querystring)\.(\S+)\s*$/.exec(expression) ?? [];
  if (name === undefined) return [];
  return [{ in: where === "header" ? "header" : "querystring", name }];
};

const PART = /^(?:[A-Za-z0-9._:-]+|\{[A-Za-z0-9._:-]+\+?\})$/;

/** The rules of the real gateway for paths, and one of ours: the stage's name must not be a path too. */
const pathFindings = (paths: readonly string[], stage: string): string[] => {
  const variables = new Map<string, string>();
  return paths.flatMap((path) => {
    const parts = path === "/" ? [] : path.slice(1).split("/");
    return parts.flatMap((part, at) => {
      if (!PART.test(part)) return [`paths.${path}: a part of a path is a literal or one {parameter}`];
      if (at === 0 && part === stage) return [`paths.${path}: the stage has the same name`];
      if (part.endsWith("+}") && at < parts.length - 1) return [`paths.${path}: a greedy parameter comes last`];
      if (!part.startsWith("{")) return [];
      const parent = parts.slice(0, at).join("/");
      const sibling = variables.get(parent) ?? part;
      variables.set(parent, sibling);
      return sibling === part ? [] : [`paths.${path}: its sibling ${sibling} is variable already`];
    });
  });
};

const securityFindings = (body: Body): string[] =>
  Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      const at = `paths.${path}.${method}`;
      const names = operation.security.flatMap(Object.keys);
      const unknown = names.filter((name) => body.components.securitySchemes[name] === undefined);
      const validator =
        operation["x-amazon-apigateway-request-validator"] ?? body["x-amazon-apigateway-request-validator"];
      const noValidator = validator !== undefined && !(validator in body["x-amazon-apigateway-request-validators"]);
      return [
        ...unknown.map((name) => `${at}.security: there is no scheme ${name}`),
        ...(operation.security.length > 1 ? [`${at}.security: alternatives are not supported`] : []),
        ...(noValidator ? [`${at}: there is no request validator ${validator}`] : []),
      ];
    }),
  );
