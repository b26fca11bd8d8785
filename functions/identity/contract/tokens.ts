import * as z from "zod";
import { operation } from "../../platform/operation.ts";
import { Principal } from "../../platform/principal.ts";
import { TOKEN_SECONDS } from "../access-token.ts";
import { AuthorizationDetails } from "../binding.ts";
import { A_CLIENT, A_KEY, A_THUMBPRINT } from "./examples.ts";

/** RFC 7523, section 2.2. */
export const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

const Compact = z
  .string()
  .regex(/^[\w-]+\.[\w-]+\.[\w-]+$/)
  .max(8000);

const issueToken = operation({
  duty: "command",
  method: "POST",
  path: "/oauth/token",
  says: {
    zh: "机构系统凭私钥断言领取令牌，令牌以DPoP绑定",
    en: "A system of an institution gets a token for its signed assertion, bound to its key by DPoP",
  },
  cites: ["A47p2"],
  who: "nobody-known",
  power: "seal",
  form: true,
  headers: ["dpop"],
  // Each token costs a signature of the key service, whose requests a second are shared by the whole account.
  rate: { perSecond: 100, burst: 200 },
  takes: z.strictObject({
    grant_type: z.string().max(100),
    client_assertion_type: z.literal(ASSERTION_TYPE),
    client_assertion: Compact,
    client_id: z.uuid().exactOptional(),
    authorization_details: z
      .string()
      .max(1000)
      .meta({
        description: 'JSON (RFC 9396): the grant to be used, `[{"type":"onenet_exchange","grant":"<id>"}]`',
      })
      .exactOptional(),
    dpop: Compact.meta({ description: "Proof of the key that the token is bound to (RFC 9449)" }),
  }),
  gives: z
    .object({
      access_token: z.string(),
      token_type: z.literal("DPoP"),
      expires_in: z.int(),
      authorization_details: AuthorizationDetails.meta({
        description: "The grant that the token is bound to",
      }).exactOptional(),
    })
    .meta({ id: "AccessToken", description: "访问令牌。An access token." }),
  refusals: {
    "unsupported-grant-type": { status: 400, zh: "不支持的授权方式", en: "Only client_credentials is granted" },
    "invalid-client": { status: 401, zh: "系统身份未能验证", en: "The client could not be verified" },
    "invalid-authorization-details": {
      status: 400,
      zh: "所请求的共享授权不存在、不属于贵方或者不在有效期内",
      en: "The grant asked for is unknown, not yours, or not in force",
    },
    "invalid-dpop-proof": { status: 400, zh: "DPoP证明无效", en: "The DPoP proof does not hold" },
  },
  example: {
    takes: {
      grant_type: "client_credentials",
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: "eyJhbGciOiJFUzI1NiJ9.e30.c2ln",
      dpop: "eyJhbGciOiJFUzI1NiIsInR5cCI6ImRwb3Arand0In0.e30.c2ln",
    },
    gives: {
      access_token: "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.e30.c2ln",
      token_type: "DPoP",
      expires_in: TOKEN_SECONDS,
    },
  },
});

const readKeys = operation({
  duty: "read",
  method: "GET",
  path: "/oauth/jwks",
  says: { zh: "查询平台令牌签名公钥", en: "Read the public keys that sign the platform's tokens" },
  cites: ["A47p2"],
  who: "nobody-known",
  power: "anonymous",
  cacheSeconds: 300,
  takes: z.strictObject({}),
  gives: z.object({
    keys: z.array(
      z.object({
        kty: z.string(),
        crv: z.string(),
        x: z.string(),
        y: z.string(),
        kid: z.string(),
        use: z.literal("sig"),
        alg: z.literal("ES256"),
      }),
    ),
  }),
  refusals: {},
  example: { takes: {}, gives: { keys: [{ ...A_KEY, kid: A_THUMBPRINT, use: "sig", alg: "ES256" }] } },
});

const readMe = operation({
  duty: "read",
  method: "GET",
  path: "/identity/me",
  says: { zh: "查询平台认定的本人身份、职责和岗位", en: "Read who I am to the platform, with my roles and posts" },
  cites: ["A35p2", "A46"],
  who: "everyone",
  takes: z.strictObject({}),
  // A subject is for rows: it tells its owner nothing.
  gives: Principal.omit({ subject: true }),
  refusals: {},
  example: {
    takes: {},
    gives: {
      kind: "agency",
      id: A_CLIENT,
      institution: "11310000002420447T",
      level: "city",
      roles: ["institution"],
      posts: [],
    },
  },
});

export const sealing = { issueToken };
export const anonymous = { readKeys };
export const self = { readMe };
