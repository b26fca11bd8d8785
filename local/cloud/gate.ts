import { type Access, accessOf } from "../access/access.ts";
import type { IamPolicyDocument } from "../access/policy.ts";
import type { Authorise, Caller, Deed } from "../shared/caller.ts";
import { ServiceFault } from "../shared/fault.ts";

/**
 * Who may do what, for services that must listen before the assembly can be read (a queue's URL stands in it):
 * until it is opened nobody may do anything.
 */
export class Gate {
  #access: Access | undefined;
  #byKeyPolicy: (deed: Deed) => boolean = () => false;

  open(
    roles: ReadonlyMap<string, { readonly policies: readonly IamPolicyDocument[] }>,
    folder: string,
    now: () => number,
    byKeyPolicy: (deed: Deed) => boolean,
  ): void {
    this.#byKeyPolicy = byKeyPolicy;
    this.#access = accessOf(roles, { folder, now });
  }

  get access(): Access {
    if (this.#access !== undefined) return this.#access;
    throw new ServiceFault("ServiceUnavailable", "The local cloud is starting.", 503);
  }

  readonly authorise: Authorise = (caller, ...deeds) =>
    this.access.authorise(caller, ...deeds.filter((deed) => !this.#byKeyPolicy(deed)));
  readonly callerOf = (accessKeyId: string): Caller => this.access.callerOf(accessKeyId);
  readonly secretOf = (accessKeyId: string): string | undefined => this.access.secretOf(accessKeyId);
  /** The caller as which a service acts for a role, by the role's name or ARN. */
  readonly callerAs = (role: string): Caller => this.access.callerAs(role.split("/").at(-1) ?? role);
}
