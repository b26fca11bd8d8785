import * as z from "zod";
import { compile, type Grant, IamPolicyDocument } from "../access/policy.ts";
import type { Caller, Deed } from "../shared/caller.ts";
import { ServiceFault, unsupported } from "../shared/fault.ts";
import { CONDITION_KEYS } from "./context.ts";

const Principal = z.union([z.literal("*"), z.record(z.string(), z.union([z.string(), z.array(z.string())]))]);
type Principal = z.infer<typeof Principal>;

/** What a bucket policy adds to a role's policy: each statement says whom it is about. */
const Statements = z
  .looseObject({ Statement: z.union([z.unknown().array(), z.unknown()]).transform((it) => [it].flat()) })
  .transform(({ Statement }) => Statement)
  .pipe(z.array(z.looseObject({ Effect: z.enum(["Allow", "Deny"]), Principal })));

type Denial = { readonly principal: Principal; readonly grant: Grant };

/**
 * Takes a bucket policy if all of it means something here, and gives its denials. Statements that allow a service are
 * inert, since nobody but roles writes here. An `Allow` for a role would be a grant that the role does not show, and
 * is refused.
 */
export const readPolicy = (text: string): readonly Denial[] => {
  const denials: Denial[] = [];
  for (const { Principal: principal, ...statement } of statementsOf(text)) {
    if (statement.Effect === "Allow" && !isForServices(principal)) {
      throw unsupported("S3", "a bucket policy that allows anyone but a service; grant it to the role instead");
    }
    if (statement.Effect === "Allow") continue;
    const document = IamPolicyDocument.safeParse({ Statement: [statement] });
    if (!document.success) throw malformedPolicy(z.prettifyError(document.error));
    const keys = document.data.Statement.flatMap(({ Condition = {} }) => Object.values(Condition).flatMap(Object.keys));
    const foreign = keys.find((key) => !CONDITION_KEYS.has(key.toLowerCase()));
    if (foreign !== undefined) throw unsupported("S3", `the condition key ${foreign} in a bucket policy`);
    denials.push(...compile(document.data, "BucketPolicy").map((grant) => ({ principal, grant })));
  }
  return denials;
};

const statementsOf = (text: string) => {
  try {
    return Statements.parse(JSON.parse(text));
  } catch (fault) {
    throw malformedPolicy(fault instanceof z.ZodError ? z.prettifyError(fault) : String(fault));
  }
};

const malformedPolicy = (why: string): ServiceFault => new ServiceFault("MalformedPolicy", why, 400);

const isForServices = (principal: Principal): boolean =>
  principal !== "*" && Object.keys(principal).every((kind) => kind === "Service");

/** Policies are few and asked at every request. */
const known = new Map<string, readonly Denial[]>();

const denialsOf = (text: string): readonly Denial[] => {
  const denials = known.get(text) ?? readPolicy(text);
  known.set(text, denials);
  return denials;
};

/** Refuses a deed that a statement of the bucket's policy denies to this caller. */
export const checkAgainstPolicy = (text: string | undefined, caller: Caller, deed: Deed): void => {
  if (text === undefined) return;
  const { action, resource, context = {} } = deed;
  const facts = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), [value].flat()] as const));
  const denial = denialsOf(text).find(
    ({ principal, grant }) =>
      isFor(principal, caller) && grant.coversAction(action) && grant.coversResource(resource) && grant.holds(facts),
  );
  if (denial === undefined) return;
  const why = `${caller.role} is not authorized to perform ${action} on ${resource}`;
  throw new ServiceFault(
    "AccessDenied",
    `${why} with an explicit deny (${denial.grant.statement}) in the bucket policy`,
    403,
  );
};

const isFor = (principal: Principal, { role }: Caller): boolean =>
  principal === "*" || [principal["AWS"] ?? []].flat().some((it) => it === "*" || it.endsWith(`:role/${role}`));
