import type { AnyOperation } from "../../functions/platform/operation.ts";
import { CONTEXTS } from "../../infra/contexts/index.ts";
import { at, PARTITIONS, type Properties, statementsOf, synthesised, those } from "./synthesised.ts";

type Method = Readonly<{ security?: readonly Properties[] }> & Properties;

const operations: readonly { context: string; operation: AnyOperation }[] = CONTEXTS.flatMap(({ name, contract }) =>
  Object.values(contract).map((operation) => ({ context: name, operation })),
);

const apiOf = (region = "cn-north-1") => {
  const [api] = synthesised(region).ofType("AWS::ApiGateway::RestApi");
  return at(api?.properties, "Body");
};
const methodsOf = (body: unknown) =>
  Object.entries(at(body, "paths") as Record<string, Record<string, Method>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, declared]) => ({ route: `${method.toUpperCase()} ${path}`, declared })),
  );

describe.each(PARTITIONS)("the API for $partition", ({ region }) => {
  const body = apiOf(region);
  const methods = methodsOf(body);

  it("serves every operation of every contract, and nothing else", () => {
    expect(methods.map(({ route }) => route).sort()).toEqual(
      operations.map(({ operation: { method, path } }) => `${method} ${path}`).sort(),
    );
  });

  it("stays below the gateway's 300 resources: every segment of a path is one", () => {
    const segments = operations.flatMap(({ operation: { path } }) =>
      path
        .split("/")
        .slice(1)
        .map((_, at, all) => all.slice(0, at + 1).join("/")),
    );
    expect(new Set(segments).size).toBeLessThan(250);
  });

  it("A47p2: asks who calls on every route but those that are open to everybody", () => {
    const open = operations
      .filter(({ operation }) => operation.who === "nobody-known")
      .map(({ operation: { method, path } }) => `${method} ${path}`);
    const unguarded = methods.filter(({ declared }) => (declared.security ?? []).every((it) => !("principal" in it)));
    expect(unguarded.map(({ route }) => route).sort()).toEqual(open.sort());
    const authorizer = at(body, "components", "securitySchemes", "principal", "x-amazon-apigateway-authorizer");
    expect(authorizer).toMatchObject({ type: "request", authorizerResultTtlInSeconds: 0 });
  });

  it("gives its own errors the shape of every other answer", () => {
    const responses = Object.values(at(body, "x-amazon-apigateway-gateway-responses") as Record<string, unknown>);
    expect(responses.length).toBeGreaterThanOrEqual(18);
    for (const response of responses) {
      expect(at(response, "responseParameters", "gatewayresponse.header.content-type")).toBe(
        "'application/problem+json'",
      );
      const problem = JSON.parse(String(at(response, "responseTemplates", "application/json")));
      expect(problem).toMatchObject({ code: expect.any(String), traceId: "$context.requestId" });
    }
  });

  it("is invoked under the gateway's own role, which may invoke these functions alone", () => {
    const { resources, ofType } = synthesised(region);
    const invoked = new Set(
      ofType("AWS::Lambda::Function").map(({ properties }) => String(properties["FunctionName"])),
    );
    const [policy] = resources.filter(({ stack, id }) => stack === "api" && id.startsWith("Invoke"));
    const granted = statementsOf(policy?.properties["PolicyDocument"]).flatMap((it) => it.resources);
    const names = granted.map((arn) => /:function:([\w-]+)/.exec(JSON.stringify(arn))?.[1] ?? "");
    const authorizer = names.find((name) => name.endsWith("-identity-authorizer"));
    expect(authorizer).toBeDefined();
    expect(names.filter((name) => name !== authorizer && !invoked.has(name))).toEqual([]);
  });
});

describe("how the API is reached", () => {
  const vpcEndpoints = ["vpce-0a1b2c3d4e5f60718"];
  const policyOf = (change: Parameters<typeof synthesised>[2]) => {
    const [api] = synthesised("cn-north-1", "production", change).ofType("AWS::ApiGateway::RestApi");
    return statementsOf(api?.properties["Policy"]);
  };

  it("A47p2: a private API answers only what comes through its endpoints", () => {
    expect(policyOf({ exposure: "private", vpcEndpoints })).toEqual([
      { effect: "Allow", actions: ["execute-api:Invoke"], resources: ["execute-api:/*"], condition: undefined },
      {
        effect: "Deny",
        actions: ["execute-api:Invoke"],
        resources: ["execute-api:/*"],
        condition: { StringNotEquals: { "aws:SourceVpce": vpcEndpoints } },
      },
    ]);
  });

  it("A47p2: while no endpoint is named it answers nobody, and deploys all the same", () => {
    expect(
      policyOf({ exposure: "private", vpcEndpoints: [] }).map(({ effect, condition }) => [effect, condition]),
    ).toEqual([
      ["Allow", undefined],
      ["Deny", undefined],
    ]);
  });

  it("A42: a public API stands behind a firewall that stops floods and known attacks", () => {
    const { ofType } = synthesised("cn-north-1", "production", { exposure: "regional", icpFiled: true });
    const [acl] = ofType("AWS::WAFv2::WebACL");
    expect(acl?.properties).toMatchObject({ Scope: "REGIONAL", DefaultAction: { Allow: {} } });
    const rules = at(acl?.properties, "Rules") as Properties[];
    expect(rules.map(({ Name }) => Name)).toEqual(["rate-of-one-address", "common"]);
    expect(ofType("AWS::WAFv2::WebACLAssociation")).toHaveLength(1);
    expect(those(ofType("AWS::ApiGateway::RestApi"), ({ properties }) => properties["Policy"] !== undefined)).toEqual(
      [],
    );
  });

  it("gives each institution a usage plan with a throttle of its own", () => {
    const { ofType } = synthesised();
    const plans = ofType("AWS::ApiGateway::UsagePlan");
    expect(plans.length).toBeGreaterThan(70);
    expect(those(plans, ({ properties }) => properties["Throttle"] === undefined)).toEqual([]);
  });

  it("logs every request without address, token or query", () => {
    const [stage] = synthesised().ofType("AWS::ApiGateway::Stage");
    const format = String(at(stage?.properties, "AccessLogSetting", "Format"));
    expect(Object.keys(JSON.parse(format))).toContain("traceId");
    expect(format).not.toMatch(/sourceIp|querystring|header|\$context\.path"/i);
  });
});
