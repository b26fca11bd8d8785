import type { GatewayResponse } from "./body.ts";

/** Looks up what a template names, without its dollar: `context.requestId`, `method.request.header.Accept`. */
export type Variables = (name: string) => string;

const NAME = "((?:context|method|stageVariables|input|util)(?:\\.[A-Za-z0-9_-]+)*)";
const VARIABLE = new RegExp(`\\$(?:\\{${NAME}\\}|${NAME})`, "g");

const KNOWN = new Set([
  "context.accountId",
  "context.apiId",
  "context.domainName",
  "context.error.message",
  "context.error.messageString",
  "context.error.responseType",
  "context.error.validationErrorString",
  "context.extendedRequestId",
  "context.httpMethod",
  "context.identity.sourceIp",
  "context.identity.userAgent",
  "context.path",
  "context.protocol",
  "context.requestId",
  "context.requestTime",
  "context.requestTimeEpoch",
  "context.resourcePath",
  "context.stage",
]);
const OPEN = /^(context\.authorizer|method\.request\.(header|querystring|path))\.[A-Za-z0-9_-]+$/;

const isKnown = (name: string): boolean => KNOWN.has(name) || OPEN.test(name);

/** Fills the variables in; the templates of gateway responses know nothing more, they are not Velocity. */
export const fill = (template: string, variables: Variables): string =>
  template.replace(VARIABLE, (_whole, braced?: string, bare?: string) => variables(braced ?? bare ?? ""));

/** The value of a header of a gateway response: a text in single quotes, or one variable without its dollar. */
export const headerValue = (expression: string, variables: Variables): string =>
  /^'.*'$/.test(expression) ? expression.slice(1, -1) : variables(expression);

/** Everything in the gateway responses that would not be filled in, by response type. */
export const unsupportedIn = (responses: ReadonlyMap<string, GatewayResponse>): string[] =>
  [...responses].flatMap(([type, { responseParameters, responseTemplates }]) => {
    const at = `x-amazon-apigateway-gateway-responses.${type}`;
    const named = Object.values(responseTemplates).flatMap((template) => [
      ...[...template.matchAll(VARIABLE)].map(([, braced, bare]) => braced ?? bare ?? ""),
      ...[...template.matchAll(/^\s*#\w+/gm)].map(([directive]) => directive.trim()),
    ]);
    const headers = Object.values(responseParameters).filter((expression) => !/^'.*'$/.test(expression));
    return [...named, ...headers].filter((name) => !isKnown(name)).map((name) => `${at}: ${name} is not supported`);
  });
