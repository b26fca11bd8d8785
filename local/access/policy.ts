import * as z from "zod";
import type { Deed } from "../shared/caller.ts";
import { unsupported } from "../shared/fault.ts";
import { type ConditionTest, condition, type RequestContext } from "./conditions.ts";
import { arnPattern, wildcard } from "./wildcard.ts";

const OneOrMore = z.union([z.string(), z.array(z.string()).min(1)]).transform((it) => [it].flat());

const ConditionValue = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const Statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Action: OneOrMore.optional(),
  NotAction: OneOrMore.optional(),
  Resource: OneOrMore.optional(),
  NotResource: OneOrMore.optional(),
  Condition: z
    .record(
      z.string(),
      z.record(
        z.string(),
        z.union([ConditionValue, z.array(ConditionValue)]).transform((it) => [it].flat()),
      ),
    )
    .optional(),
});

/** A policy of a role as CloudFormation knows it, with every reference resolved; no Principal, no NotPrincipal. */
export const IamPolicyDocument = z.strictObject({
  Version: z.enum(["2012-10-17", "2008-10-17"]).optional(),
  Id: z.string().optional(),
  Statement: z.union([Statement, z.array(Statement)]).transform((it) => [it].flat()),
});
/** A policy document as it is written in a template. */
export type IamPolicyDocument = z.input<typeof IamPolicyDocument>;

type Pattern = { readonly text: string; readonly matches: (value: string) => boolean };

/** A statement made ready for many decisions. An empty list of patterns stands for "everything but …" that matched. */
export type Grant = {
  readonly statement: string;
  readonly allows: boolean;
  /** The patterns of Action; empty under NotAction. */
  readonly actions: readonly Pattern[];
  readonly coversAction: (action: string) => boolean;
  /** The patterns of Resource; empty under NotResource. */
  readonly resources: readonly Pattern[];
  readonly coversResource: (resource: string) => boolean;
  readonly holds: ConditionTest;
};

const patterns = (texts: readonly string[], test: (text: string) => (value: string) => boolean): Pattern[] =>
  texts.map((text) => ({ text, matches: test(text) }));

const action = (text: string) => {
  if (text !== "*" && !text.includes(":")) throw unsupported("Access", `the action ${text}: it names no service`);
  return wildcard(text, "i");
};

/** Prepares the statements of one policy; `label` names the policy where a statement has no Sid. */
export const compile = (document: IamPolicyDocument, label: string): Grant[] =>
  IamPolicyDocument.parse(document).Statement.map((statement, place) => {
    const name = statement.Sid ?? `${label}[${place}]`;
    const { Action, NotAction, Resource, NotResource } = statement;
    if (
      (Action === undefined) === (NotAction === undefined) ||
      (Resource === undefined) === (NotResource === undefined)
    )
      throw unsupported(
        "Access",
        `statement ${name}: it needs one of Action and NotAction, of Resource and NotResource`,
      );
    const actions = patterns(Action ?? [], action);
    const exceptActions = patterns(NotAction ?? [], action);
    const resources = patterns(Resource ?? [], arnPattern);
    const exceptResources = patterns(NotResource ?? [], arnPattern);
    const tests = Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, wanted]) => condition(operator, key, wanted)),
    );
    return {
      statement: name,
      allows: statement.Effect === "Allow",
      actions,
      coversAction: (it) => covers(actions, exceptActions, it),
      resources,
      coversResource: (it) => covers(resources, exceptResources, it),
      holds: (context) => tests.every((test) => test(context)),
    };
  });

const covers = (these: readonly Pattern[], allBut: readonly Pattern[], value: string): boolean =>
  these.length > 0 ? these.some(({ matches }) => matches(value)) : !allBut.some(({ matches }) => matches(value));

/** What the statements say about a deed: the statement that allows it, an explicit denial, or nothing. */
type Verdict = { readonly grant: Grant } | "denied" | "not-allowed";

/** Decides as IAM does within one account: an explicit denial beats everything, silence is a no. */
export const judge = (grants: readonly Grant[], { resource }: Deed, context: RequestContext): Verdict => {
  let found: Grant | undefined;
  for (const grant of grants) {
    if (found !== undefined && grant.allows) continue;
    if (!grant.coversResource(resource) || !grant.holds(context)) continue;
    if (!grant.allows) return "denied";
    found = grant;
  }
  return found === undefined ? "not-allowed" : { grant: found };
};
