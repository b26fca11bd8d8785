import { AuthorizerSettings, SealSettings } from "../../functions/identity/settings.ts";

const LOCAL = [{ name: "one-net", url: "http://127.0.0.1:8790", audience: "a", kind: "person" }];
const WORLD = [{ name: "one-net", url: "https://people.sh.cn", audience: "a", kind: "person" }];
const told = (over: Record<string, string | undefined> = {}) => ({
  STAGE: "production",
  TABLE: "t",
  TOKEN_ISSUER: "urn:onenet:production:city",
  SIGNING_KEYS: "arn:aws-cn:kms:cn-north-1:0:key/1,arn:aws-cn:kms:cn-north-1:0:key/2",
  ISSUERS: JSON.stringify(WORLD),
  INSTITUTIONS_TABLE: "i",
  OWN_PLANS: "",
  SUBJECTS_KEY: "arn:aws-cn:kms:cn-north-1:0:key/3",
  SHARING_TABLE: "s",
  ...over,
});

describe("A47p2: a deployed authoriser takes no word of one machine", () => {
  it.each([
    { what: "issuers of the world", over: {}, ok: true },
    { what: "the issuer of one machine", over: { ISSUERS: JSON.stringify(LOCAL) }, ok: false },
    { what: "both", over: { ISSUERS: JSON.stringify([...WORLD, { ...LOCAL[0], name: "x" }]) }, ok: false },
    { what: "tokens of another stage", over: { TOKEN_ISSUER: "urn:onenet:staging:city" }, ok: false },
    { what: "tokens of the local stage", over: { TOKEN_ISSUER: "urn:onenet:local:city" }, ok: false },
    { what: "no signing key", over: { SIGNING_KEYS: "" }, ok: false },
    { what: "a signing key that is no ARN", over: { SIGNING_KEYS: "key" }, ok: false },
    { what: "no key behind subjects", over: { SUBJECTS_KEY: undefined }, ok: false },
    { what: "issuers that are no JSON", over: { ISSUERS: "[" }, ok: false },
    { what: "no issuers at all", over: { ISSUERS: undefined }, ok: false },
    { what: "a public address without TLS", over: { PUBLIC_URL: "http://data.sh.cn" }, ok: false },
  ])("$what: $ok", ({ over, ok }) => {
    expect(AuthorizerSettings.safeParse(told(over)).success).toBe(ok);
  });

  it("on the machine itself it does", () => {
    const here = told({ STAGE: "local", TOKEN_ISSUER: "urn:onenet:local:city", ISSUERS: JSON.stringify(LOCAL) });
    expect(AuthorizerSettings.safeParse(here)).toMatchObject({
      success: true,
      data: { OWN_PLANS: [], SIGNING_KEYS: { length: 2 } },
    });
  });

  it("the function that signs is of its own stage too", () => {
    expect(SealSettings.safeParse(told()).success).toBe(true);
    expect(SealSettings.safeParse(told({ STAGE: "staging" })).success).toBe(false);
  });
});
