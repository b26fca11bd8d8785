import { ServiceFault } from "./fault.ts";

/** Who signed a request to a local service: the access key names a role, or the operator of the machine. */
export type Caller = { readonly accessKeyId: string; readonly role: string | "operator" };

/** One thing that a caller wants to do, in the words of IAM. */
export type Deed = {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
};

/** Refuses with AccessDeniedException, naming role, action and resource, what the role's policies do not allow. */
export type Authorise = (caller: Caller, ...deeds: readonly Deed[]) => void;

/** Everybody may do everything: for tests of one service alone. */
export const allowAll: Authorise = () => undefined;

const CREDENTIAL = /Credential=([^/,\s]+)\//;

/** The access key of a signed request; an unsigned one is refused. Signatures are not checked: loopback only. */
export const accessKeyOf = (authorization: string | undefined): string => {
  const accessKeyId = CREDENTIAL.exec(authorization ?? "")?.[1];
  if (accessKeyId === undefined) {
    throw new ServiceFault("MissingAuthenticationTokenException", "The request is not signed.", 403);
  }
  return accessKeyId;
};
