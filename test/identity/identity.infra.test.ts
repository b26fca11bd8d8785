import { StageSettings, stageOf } from "../../infra/stages.ts";
import { at, type Properties, statementsOf, synthesised } from "../infra/synthesised.ts";

const variablesOf = (piece: string, made = synthesised()) => {
  const found = made
    .ofType("AWS::Lambda::Function")
    .find(({ properties }) => properties["FunctionName"] === `onenet-production-city-identity-${piece}`);
  return at(found?.properties, "Environment", "Variables") as Properties;
};

/** What the role of a function may do beside writing its log, and on how many resources. */
const grantsOf = (piece: string, made = synthesised()): string[] => {
  const id = `${piece.charAt(0).toUpperCase()}${piece.slice(1)}Role`;
  return made
    .ofType("AWS::IAM::Policy")
    .filter(({ stack, properties }) => stack === "identity" && JSON.stringify(properties["Roles"]).includes(`"${id}`))
    .flatMap(({ properties }) => statementsOf(properties["PolicyDocument"]))
    .flatMap(({ actions, resources }) => actions.map((action) => `${action} ${resources.length}`))
    .filter((grant) => !grant.startsWith("logs:"))
    .sort();
};

describe("A47p2: what stands for one machine cannot be deployed", () => {
  const issuer = (url: string) => [{ name: "x", url, audience: "a", kind: "person" as const }];
  const everywhere = [
    "https://issuer.invalid",
    "https://localhost",
    "https://127.0.0.1",
    "https://[::1]",
    "https://10.0.0.1",
  ];
  const addresses = [
    ...everywhere,
    "https://issuer",
    "https://issuer.local",
    "https://issuer.test",
    "http://people.sh.cn",
  ];

  it.each(
    ["staging", "production"].flatMap((name) => addresses.map((url) => ({ name, url }))),
  )("$name with the issuer $url stops the synthesis", ({ name, url }) => {
    expect(StageSettings.safeParse({ ...stageOf(name), issuers: issuer(url) }).success).toBe(false);
    expect(StageSettings.safeParse({ ...stageOf(name), publicUrl: url }).success).toBe(false);
  });

  it("an issuer and an address of the world do not", () => {
    const stage = {
      ...stageOf("production"),
      issuers: issuer("https://people.sh.gov.cn"),
      publicUrl: "https://data.sh.gov.cn",
    };
    expect(StageSettings.safeParse(stage).success).toBe(true);
  });

  it.each([
    "staging",
    "production",
  ])("no template of %s names an issuer, key, clock or endpoint of one machine", (name) => {
    const { texts } = synthesised("cn-north-1", name);
    const named = [...texts].filter(([, text]) =>
      /issuer\.invalid|127\.0\.0\.1|localhost|AWS_ENDPOINT|onenet-local|urn:onenet:local|000000000000/.test(text),
    );
    expect(named.map(([stack]) => stack)).toEqual([]);
  });
});

describe("A47p2: telling who calls, signing and publishing are functions of their own", () => {
  it.each([
    ["authorizer", ["dynamodb:BatchGetItem 2", "dynamodb:PutItem 1", "kms:GenerateMac 1", "kms:GetPublicKey 1"]],
    ["seal", ["dynamodb:BatchGetItem 2", "dynamodb:PutItem 1", "kms:Sign 1"]],
    ["anonymous", ["kms:GetPublicKey 1"]],
  ])("%s", (piece, grants) => {
    expect(grantsOf(piece)).toEqual(grants);
  });

  it("nobody else may sign", () => {
    const signing = synthesised()
      .ofType("AWS::IAM::Policy")
      .filter(({ properties }) => JSON.stringify(properties).includes("kms:Sign"));
    expect(signing.map(({ stack, id }) => `${stack}/${id.slice(0, 8)}`)).toEqual(["identity/SealRole"]);
  });

  it("A35p2: two signing keys overlap: both are published and taken, the first one signs", () => {
    const made = synthesised("cn-north-1", "production", { signingKeys: ["signing", "signing-2"] });
    expect(
      made.ofType("AWS::KMS::Key").filter(({ properties }) => properties["KeyUsage"] === "SIGN_VERIFY"),
    ).toHaveLength(2);
    expect(grantsOf("seal", made)).toContain("kms:Sign 1");
    expect(grantsOf("authorizer", made)).toContain("kms:GetPublicKey 2");
  });

  it("tokens name stage and instance, and each seeded institution has a budget of its own", () => {
    expect(variablesOf("authorizer")).toMatchObject({ TOKEN_ISSUER: "urn:onenet:production:city", ISSUERS: "[]" });
    expect(String(variablesOf("authorizer")["OWN_PLANS"]).split(",")).toHaveLength(78);
  });

  it("what the authoriser is told fits into the 4 KB that Lambda allows", () => {
    expect(JSON.stringify(variablesOf("authorizer")).length).toBeLessThan(3500);
  });
});
