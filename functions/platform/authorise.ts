import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from "aws-lambda";
import type { Outcome } from "../kernel/outcome.ts";
import { addressOf } from "./address.ts";
import { recorder } from "./aws.ts";
import { log, logFault } from "./log.ts";
import type { Principal } from "./principal.ts";

/** What an authoriser looks at. A header that was sent twice is given twice: nobody guesses which one counts. */
export type Asked = Readonly<{
  authorization: readonly string[];
  dpop: readonly string[];
  method: string;
  /** The address that was called, without query. */
  url: string;
  /** The path below the gateway's own stage. */
  path: string;
}>;

/** Who calls, what the access log calls them, and the key that counts against their plan. */
export type Admitted = Readonly<{ principal: Principal; caller: string; usageKey: string }>;

/** The one message by which an authoriser makes the gateway answer 401. */
class Unauthorized extends Error {
  constructor() {
    super("Unauthorized");
    this.name = "Unauthorized";
  }
}

/**
 * The door for the gateway's question who calls (REQUEST authoriser, payload version 1). Whoever is not let in gets 401
 * and no reason; the log has the reason, one of a closed list, and nothing of the token. A fault of ours is no 401.
 */
export const authorise =
  (judge: (asked: Asked) => Promise<Outcome<Admitted>>) =>
  async (event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> => {
    const traceId = event.requestContext.requestId;
    const startedAt = performance.now();
    recorder.start();
    const said = await judge(askedBy(event)).catch((fault: unknown) => {
      logFault(fault, { authorizer: true, traceId });
      throw fault;
    });
    log("completed", {
      authorizer: true,
      traceId,
      code: said.ok ? "ok" : said.refusal.code,
      awsCalls: recorder.calls.map(({ service, operation }) => `${service}.${operation}`),
      milliseconds: Math.round(performance.now() - startedAt),
    });
    if (!said.ok) throw new Unauthorized();
    const { principal, caller, usageKey } = said.value;
    return {
      principalId: principal.id,
      policyDocument: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "execute-api:Invoke", Resource: event.methodArn }],
      },
      context: { principal: JSON.stringify(principal), caller },
      usageIdentifierKey: usageKey,
    };
  };

const askedBy = (event: APIGatewayRequestAuthorizerEvent): Asked => ({
  authorization: headersOf(event, "authorization"),
  dpop: headersOf(event, "dpop"),
  method: event.httpMethod,
  url: addressOf(event.requestContext),
  path: event.path,
});

/** Names of headers come in any case. */
const headersOf = ({ multiValueHeaders }: APIGatewayRequestAuthorizerEvent, wanted: string): string[] =>
  Object.entries(multiValueHeaders ?? {}).flatMap(([name, values = []]) =>
    name.toLowerCase() === wanted ? values : [],
  );
