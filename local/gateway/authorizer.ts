import * as z from "zod";
import type { Authorizer, Place } from "./api.ts";
import { authorizerEvent, methodArn, type Visit } from "./event.ts";
import { GatewayFault } from "./fault.ts";
import { type Invoke, TooLate, within } from "./invoke.ts";
import { headerOf } from "./request.ts";
import type { Route } from "./router.ts";

const OneOrMore = z.union([z.string(), z.array(z.string())]).transform((it) => [it].flat());

/** Conditions and negations are not evaluated: a policy that holds them is malformed here, never half understood. */
const Statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Action: OneOrMore,
  Resource: OneOrMore,
});

const Result = z.object({
  principalId: z.string(),
  policyDocument: z.object({
    Statement: z.union([Statement, z.array(Statement)]).transform((it) => [it].flat()),
  }),
  context: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .nullish()
    .transform((context) => context ?? {}),
  usageIdentifierKey: z.string().nullish(),
});
type Result = z.infer<typeof Result>;

/** Whom the authoriser let in: its context as text for the function, and the key that counts against a plan. */
type Admission = {
  readonly context: Readonly<Record<string, string | number | null>>;
  readonly usageKey: string | undefined;
};

type Asking = { readonly invoke: Invoke; readonly patience: number; readonly now: () => number };

/** Asks the authoriser of an operation. Whoever is not let in gets the gateway response that AWS would give. */
export const admit = async (authorizer: Authorizer, visit: Visit, route: Route, asking: Asking): Promise<Admission> => {
  const isThere = authorizer.identity.every((place) => (valueAt(place, visit, route) ?? "") !== "");
  if (!isThere) throw new GatewayFault("UNAUTHORIZED", "Unauthorized");
  const began = asking.now();
  const result = await ask(authorizer, authorizerEvent(visit, route), asking);
  const context = Object.fromEntries(
    Object.entries(result.context).map(([name, value]) => [name, value === null ? null : String(value)]),
  );
  judge(result, methodArn(visit), context);
  return {
    context: { ...context, principalId: result.principalId, integrationLatency: asking.now() - began },
    usageKey: result.usageIdentifierKey ?? undefined,
  };
};

const ask = async (authorizer: Authorizer, event: unknown, { invoke, patience }: Asking): Promise<Result> => {
  const answer = await within(patience, invoke(authorizer.functionArn, event, authorizer.role)).catch(failed);
  const parsed = Result.safeParse(answer);
  if (parsed.success) return parsed.data;
  const thrown = z.object({ errorMessage: z.string() }).safeParse(answer);
  throw refusalOf(thrown.success ? thrown.data.errorMessage : undefined);
};

const failed = (fault: unknown): never => {
  if (fault instanceof TooLate) throw new GatewayFault("AUTHORIZER_FAILURE", null);
  throw refusalOf(fault instanceof Error ? fault.message : undefined);
};

/** The one message that an authoriser may throw on purpose; anything else is its failure. */
const refusalOf = (message: string | undefined): GatewayFault =>
  message === "Unauthorized"
    ? new GatewayFault("UNAUTHORIZED", "Unauthorized")
    : new GatewayFault("AUTHORIZER_CONFIGURATION_ERROR", null);

const judge = ({ policyDocument }: Result, arn: string, context: Readonly<Record<string, string | null>>): void => {
  const about = policyDocument.Statement.filter(
    ({ Action, Resource }) =>
      Action.some((action) => matches(action, "execute-api:Invoke", "i")) &&
      Resource.some((resource) => matches(resource, arn)),
  );
  const message = "User is not authorized to access this resource";
  if (about.some(({ Effect }) => Effect === "Deny"))
    throw new GatewayFault("ACCESS_DENIED", `${message} with an explicit deny`, { context });
  if (about.length === 0) throw new GatewayFault("ACCESS_DENIED", message, { context });
};

/** `*` stands for any text, slashes too; `?` for one character. */
const matches = (pattern: string, text: string, flags = ""): boolean => {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, `s${flags}`).test(text);
};

/** The value of a parameter, or undefined. */
export const valueAt = ({ in: where, name }: Place, { request }: Visit, route: Route): string | undefined => {
  if (where === "header") return headerOf(request, name);
  return where === "path" ? route.parameters[name] : request.query.get(name)?.at(-1);
};
