import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runUnsafeSimulation } from "@cloud-copilot/iam-simulate";
import fc from "fast-check";
import { accessOf } from "../../../local/access/access.ts";
import type { IamPolicyDocument } from "../../../local/access/policy.ts";

const folder = mkdtempSync(join(tmpdir(), "access-"));
afterAll(() => rmSync(folder, { recursive: true }));

const action = fc.constantFrom("s3:GetObject", "s3:PutObject", "s3:GetObjectVersion", "kms:Decrypt");
const actionPattern = fc.constantFrom(
  "s3:GetObject",
  "s3:Get*",
  "s3:*",
  "*",
  "kms:Decrypt",
  "S3:getobject",
  "s3:?etObject",
);
const resource = fc.constantFrom("arn:aws-cn:s3:::a/x", "arn:aws-cn:s3:::a/b/x", "arn:aws-cn:s3:::b/x");
const resourcePattern = fc.constantFrom("arn:aws-cn:s3:::a/*", "arn:aws-cn:s3:::*/x", "arn:aws-cn:s3:::b/x", "*");
const word = fc.constantFrom("red", "Red", "green", "5", "10");
const wanted = fc.array(fc.oneof(word, fc.constantFrom("r*", "?ed")), { minLength: 1, maxLength: 2 });

const base = fc.constantFrom(
  ...["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike"],
  ...["StringNotLike", "NumericLessThan", "NumericGreaterThanEquals", "NumericEquals"],
);
const condition = fc.oneof(
  fc.record({ operator: base, suffix: fc.constantFrom("", "IfExists"), key: fc.constant("aws:one"), wanted }),
  fc.record({
    operator: base.map((it) => `ForAnyValue:${it}`),
    suffix: fc.constant(""),
    key: fc.constant("aws:many"),
    wanted,
  }),
  fc.record({
    operator: base.map((it) => `ForAllValues:${it}`),
    suffix: fc.constant(""),
    key: fc.constant("aws:many"),
    wanted,
  }),
  fc.record({
    operator: fc.constant("Null"),
    suffix: fc.constant(""),
    key: fc.constantFrom("aws:one", "aws:many"),
    wanted: fc.constantFrom(["true"], ["false"]),
  }),
);

const some = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 3 });
const either = <T>(name: string, one: fc.Arbitrary<T>) =>
  fc.record({ not: fc.boolean(), it: some(one) }).map(({ not, it }) => ({ [not ? `Not${name}` : name]: it }));

const statement = fc
  .record({
    Effect: fc.constantFrom("Allow", "Allow", "Deny"),
    what: either("Action", actionPattern),
    on: either("Resource", resourcePattern),
    when: fc.option(condition, { nil: undefined }),
  })
  .map(({ Effect, what, on, when }) => ({
    Effect,
    ...what,
    ...on,
    ...(when && { Condition: { [when.operator + when.suffix]: { [when.key]: when.wanted } } }),
  }));

const context = fc.record(
  { "aws:one": word, "aws:many": fc.array(word, { minLength: 1, maxLength: 2 }) },
  { requiredKeys: [] },
);

test("our decisions agree with an independent evaluator of IAM on random policies and requests", () => {
  fc.assert(
    fc.property(some(statement), action, resource, context, (statements, asked, on, known) => {
      const policy = { Version: "2012-10-17", Statement: statements } as IamPolicyDocument;
      const oracle = runUnsafeSimulation(
        {
          request: {
            principal: "arn:aws-cn:sts::000000000000:assumed-role/clerk/local",
            action: asked,
            resource: { resource: on, accountId: "000000000000" },
            contextVariables: known,
          },
          identityPolicies: [{ name: "policy", policy }],
          serviceControlPolicies: [],
          resourceControlPolicies: [],
        },
        {},
      );
      const { authorise, callerAs } = accessOf(new Map([["clerk", { policies: [policy] }]]), { folder, now: Date.now });
      let ours = "Allowed";
      try {
        authorise(callerAs("clerk"), { action: asked, resource: on, context: known });
      } catch (denial) {
        ours = String(denial).includes("explicit deny") ? "ExplicitlyDenied" : "ImplicitlyDenied";
      }
      expect(ours).toBe(oracle);
    }),
    { numRuns: 2000 },
  );
});
