import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accessOf } from "../../../local/access/access.ts";
import type { IamPolicyDocument } from "../../../local/access/policy.ts";

const TABLE = "arn:aws-cn:dynamodb:cn-north-1:000000000000:table/objections";
const folder = mkdtempSync(join(tmpdir(), "access-"));
afterAll(() => rmSync(folder, { recursive: true }));

const allow = (Action: string | string[], Resource: string | string[], Condition?: object): IamPolicyDocument =>
  ({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action, Resource, ...(Condition && { Condition }) }],
  }) as IamPolicyDocument;

const access = (...policies: IamPolicyDocument[]) =>
  accessOf(new Map([["clerk", { policies }]]), { folder, now: () => Date.parse("2026-03-02T00:00:00Z") });

const may = (policies: IamPolicyDocument[], action: string, resource: string, context?: Record<string, string>) => {
  const { authorise, callerAs } = access(...policies);
  try {
    authorise(callerAs("clerk"), { action, resource, ...(context && { context }) });
    return true;
  } catch {
    return false;
  }
};

describe("IAM on one machine", () => {
  test("what a role's policies allow is allowed, everything else is denied by the name of role, action and resource", () => {
    const { authorise, callerAs } = access(allow("dynamodb:GetItem", TABLE));
    authorise(callerAs("clerk"), { action: "dynamodb:GetItem", resource: TABLE });
    expect(() => authorise(callerAs("clerk"), { action: "dynamodb:PutItem", resource: TABLE })).toThrow(
      expect.objectContaining({
        name: "AccessDeniedException",
        status: 403,
        message:
          "User: arn:aws-cn:sts::000000000000:assumed-role/clerk/local is not authorized to perform: dynamodb:PutItem " +
          `on resource: ${TABLE} because no identity-based policy allows the dynamodb:PutItem action`,
      }),
    );
  });

  test("an explicit denial beats every grant", () => {
    const denied: IamPolicyDocument = {
      Statement: { Effect: "Deny", Action: "s3:Delete*", Resource: "*" },
    };
    const bucket = "arn:aws-cn:s3:::archive/a";
    expect(may([allow("s3:*", "arn:aws-cn:s3:::archive/*")], "s3:DeleteObject", bucket)).toBe(true);
    expect(may([allow("s3:*", "arn:aws-cn:s3:::archive/*"), denied], "s3:DeleteObject", bucket)).toBe(false);
  });

  test("an action without a resource needs a grant on *", () => {
    expect(may([allow("kms:ListKeys", "arn:aws-cn:kms:cn-north-1:000000000000:key/*")], "kms:ListKeys", "*")).toBe(
      false,
    );
    expect(may([allow("kms:ListKeys", "*")], "kms:ListKeys", "*")).toBe(true);
  });

  test("a condition on a key that the request does not carry stops a grant, unless it says IfExists", () => {
    const equals = { StringEquals: { "kms:ViaService": "s3.cn-north-1.amazonaws.com.cn" } };
    const ifExists = { StringEqualsIfExists: { "kms:ViaService": "s3.cn-north-1.amazonaws.com.cn" } };
    const via = { "kms:viaservice": "s3.cn-north-1.amazonaws.com.cn" };
    expect(may([allow("kms:Decrypt", "*", equals)], "kms:Decrypt", TABLE)).toBe(false);
    expect(may([allow("kms:Decrypt", "*", equals)], "kms:Decrypt", TABLE, via)).toBe(true);
    expect(may([allow("kms:Decrypt", "*", ifExists)], "kms:Decrypt", TABLE)).toBe(true);
  });

  test("ForAllValues holds leading keys and attributes to a list", () => {
    const own = { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["a", "b"] } };
    const ask = (keys: string[]) => {
      const { authorise, callerAs } = access(allow("dynamodb:GetItem", TABLE, own));
      const deed = { action: "dynamodb:GetItem", resource: TABLE, context: { "dynamodb:LeadingKeys": keys } };
      return () => authorise(callerAs("clerk"), deed);
    };
    expect(ask(["a"])).not.toThrow();
    expect(ask(["a", "c"])).toThrow("not authorized");
  });

  test.each([
    ["operator", { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }, "the condition operator IpAddress"],
    ["operator", { StringSortOf: { "aws:a": "b" } }, "the condition operator StringSortOf"],
    ["variable", { StringLike: { "aws:a": `\${aws:username}/*` } }, `the policy variable \${aws:username}`],
  ])("an unknown %s is refused when the policies are loaded: %j", (_, condition, says) => {
    expect(() => access(allow("s3:GetObject", "*", condition))).toThrow(says);
  });

  test("a statement that names neither action nor resource is refused, as is an unresolved reference", () => {
    expect(() => access({ Statement: { Effect: "Allow", Action: "s3:GetObject" } })).toThrow("it needs one of");
    expect(() => access(allow([], "*"))).toThrow();
    expect(() => access({ Statement: { Effect: "Allow", Action: "a:b", Resource: { Ref: "T" } } } as never)).toThrow();
  });

  test("grants that nobody used are listed, part by part", () => {
    const { authorise, callerAs, superfluous, used } = access(
      allow(["dynamodb:GetItem", "dynamodb:Query"], [TABLE, `${TABLE}/index/*`]),
      allow("sqs:SendMessage", "*"),
    );
    authorise(callerAs("clerk"), { action: "dynamodb:Query", resource: `${TABLE}/index/byDueDay` });
    expect(used()).toEqual(new Map([["clerk", new Set([`dynamodb:Query ${TABLE}/index/*`])]]));
    expect(superfluous("clerk")).toEqual([
      { statement: "clerk/policy0[0]", actions: ["dynamodb:GetItem"], resources: [TABLE] },
      { statement: "clerk/policy1[0]", actions: ["sqs:SendMessage"], resources: ["*"] },
    ]);
    authorise(callerAs("clerk"), { action: "dynamodb:GetItem", resource: TABLE });
    authorise(callerAs("clerk"), { action: "sqs:SendMessage", resource: "arn:aws-cn:sqs:cn-north-1:000000000000:q" });
    expect(superfluous("clerk")).toEqual([]);
  });

  test("access keys belong to the data folder and survive a restart; the seed is for its owner alone", () => {
    const key = access().issueKey("clerk");
    expect(access().issueKey("clerk")).toEqual(key);
    expect(access().callerOf(key.accessKeyId)).toEqual({ accessKeyId: key.accessKeyId, role: "clerk" });
    expect(access().secretOf(key.accessKeyId)).toBe(key.secretAccessKey);
    expect(key.accessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
    expect(statSync(join(folder, "access-keys.seed")).mode & 0o777).toBe(0o600);
    const elsewhere = mkdtempSync(join(tmpdir(), "access-"));
    const other = accessOf(new Map([["clerk", { policies: [] }]]), { folder: elsewhere, now: Date.now });
    expect(other.issueKey("clerk")).not.toEqual(key);
    rmSync(elsewhere, { recursive: true });
  });

  test("an unknown access key and an unknown role are refused; the operator may do everything", () => {
    const { authorise, callerOf, callerAs, issueKey, secretOf } = access();
    expect(() => callerOf("AKIANOBODY")).toThrow(expect.objectContaining({ name: "UnrecognizedClientException" }));
    expect(secretOf("AKIANOBODY")).toBeUndefined();
    expect(() => issueKey("nobody")).toThrow(RangeError);
    authorise(callerAs("operator"), { action: "kms:ScheduleKeyDeletion", resource: "*" });
    expect(callerOf(issueKey("operator").accessKeyId).role).toBe("operator");
  });

  test("a service principal acts as a role under its own name", () => {
    const roles = new Map([["events.amazonaws.com", { policies: [] }]]);
    const { authorise, callerAs } = accessOf(roles, { folder, now: Date.now });
    expect(() => authorise(callerAs("events.amazonaws.com"), { action: "sqs:SendMessage", resource: "*" })).toThrow(
      "User: events.amazonaws.com is not authorized to perform: sqs:SendMessage on resource: *",
    );
  });

  test("a decision costs less than half a millisecond among fifty statements", () => {
    const policies = Array.from({ length: 50 }, (_, n) =>
      allow(["dynamodb:GetItem", "dynamodb:Query"], [`${TABLE}-${n}`, `${TABLE}-${n}/index/*`]),
    );
    const { authorise, callerAs } = access(...policies);
    const caller = callerAs("clerk");
    const decide = () => authorise(caller, { action: "dynamodb:GetItem", resource: `${TABLE}-49` });
    decide();
    const started = performance.now();
    for (let n = 0; n < 1000; n += 1) decide();
    expect((performance.now() - started) / 1000).toBeLessThan(0.5);
  });
});
