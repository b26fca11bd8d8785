import type { Authorise, Caller, Deed } from "../shared/caller.ts";
import { ServiceFault } from "../shared/fault.ts";
import type { RequestContext } from "./conditions.ts";
import { type AccessKey, keysIn } from "./keys.ts";
import { compile, type Grant, type IamPolicyDocument, judge } from "./policy.ts";

type AccessOptions = {
  /** Where the seed of the access keys lies; the same folder gives the same keys. */
  readonly folder: string;
  /** Milliseconds since 1970 on the platform's clock, for conditions on aws:CurrentTime. */
  readonly now: () => number;
  readonly partition?: string;
  readonly account?: string;
  readonly region?: string;
};

/** What a role was granted and nobody has used: of this statement, these actions and these resources. */
type Superfluous = {
  readonly statement: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
};

/** Who may do what on this machine: decisions, access keys, and what of the grants is really used. */
export type Access = {
  readonly authorise: Authorise;
  /** Per role every "action resource" that was allowed; the resource as the granting statement writes it. */
  used(): Map<string, Set<string>>;
  /** Allow statements of the role, or parts of them, that no decision since the start has rested on. */
  superfluous(role: string): Superfluous[];
  /** The role's access key; an unknown role is a RangeError. */
  issueKey(role: string): AccessKey;
  /** Whose access key this is; an unknown one gets UnrecognizedClientException. */
  callerOf(accessKeyId: string): Caller;
  /** The caller as which a service of this cloud acts for a role (a state machine, an event source mapping). */
  callerAs(role: string): Caller;
  secretOf(accessKeyId: string): string | undefined;
};

type Role = {
  readonly grants: readonly Grant[];
  readonly byAction: Map<string, readonly Grant[]>;
  readonly used: Set<string>;
  readonly usedPatterns: Map<Grant, Set<string>>;
};

const OPERATOR = "operator";

/** Prepares the roles' policies; a policy that cannot be evaluated faithfully is refused here, not at a decision. */
export const accessOf = (
  roles: ReadonlyMap<string, { readonly policies: readonly IamPolicyDocument[] }>,
  { folder, now, partition = "aws-cn", account = "000000000000", region = "cn-north-1" }: AccessOptions,
): Access => {
  const known = new Map([...roles].map(([name, { policies }]) => [name, roleOf(name, policies)]));
  const keyFor = keysIn(folder);
  const keys = new Map([OPERATOR, ...known.keys()].map((name) => [name, keyFor(name)]));
  const holders = new Map([...keys].map(([role, { accessKeyId }]) => [accessKeyId, { accessKeyId, role }]));

  const find = (name: string): Role => {
    const role = known.get(name);
    if (role === undefined) throw new RangeError(`There is no role ${name} on this machine.`);
    return role;
  };
  const keyOf = (name: string): AccessKey => {
    const key = keys.get(name);
    if (key === undefined) throw new RangeError(`There is no role ${name} on this machine.`);
    return key;
  };
  const contextOf = (role: string, { context = {} }: Deed): RequestContext => {
    const instant = now();
    const own = {
      "aws:PrincipalArn": `arn:${partition}:iam::${account}:role/${role}`,
      "aws:PrincipalAccount": account,
      "aws:PrincipalType": "AssumedRole",
      "aws:RequestedRegion": region,
      "aws:SecureTransport": "true",
      "aws:CurrentTime": new Date(instant).toISOString(),
      "aws:EpochTime": String(Math.floor(instant / 1000)),
    };
    const all = Object.entries<string | readonly string[]>({ ...own, ...context });
    return new Map(all.map(([key, value]) => [key.toLowerCase(), typeof value === "string" ? [value] : value]));
  };

  return {
    authorise: (caller, ...deeds) => {
      if (caller.role === OPERATOR) return;
      const role = find(caller.role);
      for (const deed of deeds) {
        const verdict = judge(grantsFor(role, deed.action), deed, contextOf(caller.role, deed));
        if (typeof verdict === "string") throw denial(caller.role, deed, verdict, `arn:${partition}:sts::${account}`);
        record(role, verdict.grant, deed);
      }
    },
    used: () => new Map([...known].map(([name, { used }]) => [name, new Set(used)])),
    superfluous: (name) => find(name).grants.flatMap((grant) => unusedOf(grant, find(name).usedPatterns.get(grant))),
    issueKey: keyOf,
    callerOf: (accessKeyId) => {
      const caller = holders.get(accessKeyId);
      if (caller !== undefined) return caller;
      const message = "The security token included in the request is invalid.";
      throw new ServiceFault("UnrecognizedClientException", message, 403);
    },
    callerAs: (role) => ({ accessKeyId: keyOf(role).accessKeyId, role }),
    secretOf: (accessKeyId) => {
      const caller = holders.get(accessKeyId);
      return caller === undefined ? undefined : keyOf(caller.role).secretAccessKey;
    },
  };
};

const roleOf = (name: string, policies: readonly IamPolicyDocument[]): Role => ({
  grants: policies.flatMap((policy, place) => compile(policy, `${name}/policy${place}`)),
  byAction: new Map(),
  used: new Set(),
  usedPatterns: new Map(),
});

/** Actions are few and asked again and again: which statements speak of one is worked out once. */
const grantsFor = (role: Role, action: string): readonly Grant[] => {
  const found = role.byAction.get(action) ?? role.grants.filter((grant) => grant.coversAction(action));
  role.byAction.set(action, found);
  return found;
};

const record = (role: Role, grant: Grant, { action, resource }: Deed): void => {
  const byAction = grant.actions.find(({ matches }) => matches(action))?.text;
  const byResource = grant.resources.find(({ matches }) => matches(resource))?.text;
  role.used.add(`${action} ${byResource ?? resource}`);
  const patterns = role.usedPatterns.get(grant) ?? new Set();
  role.usedPatterns.set(grant, patterns.add(`action ${byAction}`).add(`resource ${byResource}`));
};

const unusedOf = (grant: Grant, used: ReadonlySet<string> = new Set()): Superfluous[] => {
  if (!grant.allows) return [];
  const actions = grant.actions.map(({ text }) => text).filter((text) => !used.has(`action ${text}`));
  const resources = grant.resources.map(({ text }) => text).filter((text) => !used.has(`resource ${text}`));
  const whole = used.size === 0;
  return whole || actions.length + resources.length > 0 ? [{ statement: grant.statement, actions, resources }] : [];
};

const denial = (role: string, { action, resource }: Deed, verdict: "denied" | "not-allowed", sts: string) => {
  const who = role.endsWith(".amazonaws.com") ? role : `${sts}:assumed-role/${role}/local`;
  const why =
    verdict === "denied"
      ? "with an explicit deny in an identity-based policy"
      : `because no identity-based policy allows the ${action} action`;
  const message = `User: ${who} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
  return new ServiceFault("AccessDeniedException", message, 403);
};
