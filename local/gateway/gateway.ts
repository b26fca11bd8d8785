import type { IncomingMessage, ServerResponse } from "node:http";
import type { MovableClock } from "../shared/clock.ts";
import { ServiceFault } from "../shared/fault.ts";
import { type Listening, listen } from "../shared/server.ts";
import type { ResolvedRestApi } from "../template/rest-apis.ts";
import { type Answer, answerOf } from "./answer.ts";
import { proveApi } from "./api.ts";
import { admit, valueAt } from "./authorizer.ts";
import { proxyEvent, type Visit, visitOf } from "./event.ts";
import { badGateway, GatewayFault } from "./fault.ts";
import { type Invoke, TooLate, within } from "./invoke.ts";
import { isBinary } from "./media.ts";
import { headerOf, type Request, readHead, readPayload } from "./request.ts";
import { respond } from "./respond.ts";
import { type Route, routerOf } from "./router.ts";
import { Usage } from "./usage.ts";

type GatewayOptions = {
  readonly api: ResolvedRestApi;
  readonly clock: MovableClock;
  readonly invoke: Invoke;
  readonly port?: number;
  /** Real milliseconds that an authoriser has; 29 s unless told. Operations say their own. */
  readonly patience?: number;
};

/**
 * Serves a REST API on 127.0.0.1, at `/` and at `/<stage>`. Throws AssemblyRefused, naming it, if anything in the
 * body is not supported.
 */
export const startGateway = async ({
  api,
  clock,
  invoke,
  port,
  patience = 29_000,
}: GatewayOptions): Promise<Listening> => {
  const proven = proveApi(api);
  const find = routerOf(proven.operations);
  const usage = new Usage(api);
  const now = () => clock.now();

  /** In the order of the real gateway: authoriser, plan and throttles, parameters, function. */
  const serve = async (visit: Visit, route: Route, body: Buffer): Promise<Answer> => {
    const { operation } = route;
    const { request } = visit;
    const admission =
      operation.authorizer && (await admit(operation.authorizer, visit, route, { invoke, patience, now }));
    const keyValue = proven.keySource === "AUTHORIZER" ? admission?.usageKey : headerOf(request, "x-api-key");
    const holder = operation.needsKey ? usage.keyOf(keyValue) : undefined;
    usage.count(operation, now(), holder);
    const missing = operation.required.filter((place) => (valueAt(place, visit, route) ?? "") === "");
    if (missing.length > 0) {
      const names = missing.map(({ name }) => name).join(", ");
      throw new GatewayFault("BAD_REQUEST_PARAMETERS", `Missing required request parameters: [${names}]`);
    }
    const payload = { body, isBinary: isBinary(proven.binaryMediaTypes, headerOf(request, "content-type")) };
    const event = proxyEvent(visit, route, payload, { authorizer: admission?.context, key: holder?.key });
    const returned = await within(operation.timeout, invoke(operation.functionArn, event, operation.role)).catch(
      failed,
    );
    return answerOf(returned, headerOf(request, "accept"), proven.binaryMediaTypes);
  };

  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    let request: Request | undefined;
    let visit: Visit | undefined;
    let route: Route | undefined;
    try {
      request = readHead(incoming);
      visit = visitOf({ apiId: api.id, stage: api.stage, request, at: now() });
      route = find(request.method, visit.path);
      if (route === undefined) throw new GatewayFault("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token");
      send(response, await serve(visit, route, await readPayload(incoming)), visit);
    } catch (fault) {
      if (!(fault instanceof GatewayFault)) throw fault;
      incoming.resume();
      send(response, respond(fault, proven.responses, { visit, request, route }), visit);
    }
  };
  return listen(handle, port);
};

const failed = (fault: unknown): never => {
  if (fault instanceof TooLate) throw new GatewayFault("INTEGRATION_TIMEOUT", "Endpoint request timed out");
  // The gateway's role may not invoke the function: a mistake in the template, not in the function.
  if (fault instanceof ServiceFault && fault.name === "AccessDeniedException")
    throw new GatewayFault("API_CONFIGURATION_ERROR", "Internal server error");
  throw badGateway();
};

const send = (response: ServerResponse, { status, headers, body }: Answer, visit: Visit | undefined): void => {
  response.statusCode = status;
  if (visit !== undefined) {
    response.setHeader("x-amzn-RequestId", visit.requestId);
    response.setHeader("x-amz-apigw-id", visit.extendedRequestId);
    response.setHeader("X-Amzn-Trace-Id", visit.traceId);
  }
  for (const [name, value] of headers) response.appendHeader(name, value);
  response.setHeader("Content-Length", body.length);
  response.end(body);
};
