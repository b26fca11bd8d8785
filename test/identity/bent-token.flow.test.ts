import { randomUUID } from "node:crypto";
import {
  aStaffToken,
  asAgency,
  asBearer,
  bench,
  bentOurs,
  bentPerson,
  bentStaff,
  type Case,
  CLOSED,
  confused,
  flipped,
  foreign,
  jktOf,
  judged,
  ourClaims,
  ourKid,
  ourToken,
  raw,
  seconds,
  stranger,
} from "./admitting.ts";
import { bodyCalled, CENTER, OURS, PERSON_AUDIENCE, POLICE, STAFF_AUDIENCE } from "./support.ts";

const credentials: Case[] = [
  { what: "nothing", why: "credentials-missing", try: () => judged([]) },
  {
    what: "two Authorization headers",
    why: "credentials-twice",
    try: async () => judged([`Bearer ${await aStaffToken()}`, "Bearer x.y.z"]),
  },
  { what: "Basic", why: "scheme-unknown", try: () => judged(["Basic dXNlcjpwdw=="]) },
  { what: "a token without scheme", why: "scheme-unknown", try: async () => judged([await aStaffToken()]) },
  { what: "an empty bearer", why: "scheme-unknown", try: () => judged(["Bearer "]) },
  { what: "two parts only", why: "scheme-unknown", try: () => judged(["Bearer a.b"]) },
  { what: "five parts (JWE)", why: "scheme-unknown", try: () => judged(["Bearer a.b.c.d.e"]) },
  { what: "characters of no token", why: "scheme-unknown", try: () => judged(["Bearer a.b.c'--"]) },
  { what: "a token after a token", why: "scheme-unknown", try: () => judged(["Bearer a.b.c, Bearer d.e.f"]) },
  { what: "9 KB", why: "token-too-large", try: () => judged([`Bearer a.${"b".repeat(9000)}.c`]) },
  { what: "three parts of nonsense", why: "token-malformed", try: () => judged(["Bearer a.b.c"]) },
  { what: "a header that is no object", why: "token-malformed", try: () => judged([`Bearer ${raw("x", {})}`]) },
  {
    what: "claims that are no object",
    why: "token-malformed",
    try: () => judged([`Bearer ${raw({ alg: "ES256" }, [])}`]),
  },
];

const ours: Case[] = [
  {
    what: "alg none",
    why: "algorithm-not-allowed",
    try: async () => asAgency(raw({ alg: "none", typ: "at+jwt", kid: await ourKid() }, ourClaims())),
  },
  {
    what: "HMAC with our public key as secret",
    why: "algorithm-not-allowed",
    try: async () => asAgency(await confused({})),
  },
  {
    what: "a stranger's key under our kid",
    why: "signature-wrong",
    try: async () => asAgency(await foreign({}, { kid: await ourKid() })),
  },
  {
    what: "a stranger's key under its own kid",
    why: "key-unknown",
    try: async () => asAgency(await foreign({}, { kid: jktOf(stranger) })),
  },
  {
    what: "a stranger's key given in the header",
    why: "key-unknown",
    try: async () => asAgency(await foreign({}, { kid: "mine", jwk: stranger.jwk })),
  },
  {
    what: "an address of keys in the header",
    why: "key-unknown",
    try: async () => asAgency(await foreign({}, { kid: "mine", jku: "https://evil.example/jwks" })),
  },
  { what: "no kid", why: "key-unnamed", try: async () => asAgency(await foreign({}, {})) },
  {
    what: "a critical extension",
    why: "token-malformed",
    try: async () =>
      asAgency(raw({ alg: "ES256", typ: "at+jwt", kid: await ourKid(), crit: ["mine"], mine: 1 }, ourClaims())),
  },
  { what: "a changed header", why: "token-malformed", try: async () => asAgency(flipped(await ourToken(), 0)) },
  {
    what: "a changed claim",
    why: "signature-wrong",
    try: async () =>
      asAgency(
        (await ourToken()).replace(
          /\.[\w-]+\./,
          `.${Buffer.from(JSON.stringify({ ...ourClaims(), institution: CENTER.id })).toString("base64url")}.`,
        ),
      ),
  },
  { what: "a changed signature", why: "signature-wrong", try: async () => asAgency(flipped(await ourToken(), 2)) },
  {
    what: "no signature to speak of",
    why: "signature-wrong",
    try: async () => asAgency((await ourToken()).replace(/[\w-]+$/, "AA")),
  },
  {
    what: "a signature of zeros",
    why: "signature-wrong",
    try: async () => asAgency((await ourToken()).replace(/[\w-]+$/, Buffer.alloc(64).toString("base64url"))),
  },
  { what: "another issuer", why: "issuer-unknown", try: bentOurs({ iss: "urn:onenet:production:city" }) },
  { what: "no issuer", why: "issuer-unknown", try: bentOurs({ iss: undefined }) },
  { what: "another audience", why: "audience-wrong", try: bentOurs({ aud: OURS.issuer }) },
  { what: "no audience", why: "audience-wrong", try: bentOurs({ aud: undefined }) },
  { what: "another stage", why: "stage-other", try: bentOurs({ stage: "production" }) },
  { what: "over", why: "token-expired", try: bentOurs({ iat: 1_700_000_000, exp: 1_700_000_600 }) },
  { what: "no end", why: "claims-malformed", try: bentOurs({ exp: undefined }) },
  { what: "no beginning", why: "claims-malformed", try: bentOurs({ iat: undefined }) },
  { what: "an end that is text", why: "claims-malformed", try: bentOurs({ exp: "tomorrow" }) },
  {
    what: "not good yet",
    why: "token-not-yet-valid",
    try: async () => asAgency(await ourToken({ nbf: seconds() + 60 })),
  },
  {
    what: "good for a day",
    why: "token-too-long-lived",
    try: async () => asAgency(await ourToken({ exp: seconds() + 86_400 })),
  },
  {
    what: "a subject that is no client",
    why: "claims-malformed",
    try: bentOurs({ sub: "staff-1", client_id: "staff-1" }),
  },
  { what: "two subjects", why: "claims-malformed", try: bentOurs({ client_id: randomUUID() }) },
  { what: "an institution that is none", why: "claims-malformed", try: bentOurs({ institution: "everybody" }) },
  { what: "bound to nothing", why: "claims-malformed", try: bentOurs({ cnf: undefined }) },
  { what: "bound to a certificate", why: "claims-malformed", try: bentOurs({ cnf: { "x5t#S256": "x" } }) },
  { what: "no jti", why: "claims-malformed", try: bentOurs({ jti: undefined }) },
  { what: "as a bearer, without proof", why: "issuer-unknown", try: async () => asBearer(await ourToken()) },
  {
    what: "a client nobody knows",
    why: "client-revoked",
    try: async () => {
      const id = randomUUID();
      return asAgency(await ourToken({ sub: id, client_id: id }));
    },
  },
  { what: "another institution's name", why: "client-revoked", try: bentOurs({ institution: CENTER.id }) },
  {
    what: "an institution nobody knows",
    why: "body-unknown",
    try: bentOurs({ institution: bodyCalled("上海海关").id }),
  },
  { what: "a suspended institution", why: "body-not-active", try: bentOurs({ institution: CLOSED.id }) },
  {
    what: "a token of the issuer of staff, under DPoP",
    why: "issuer-unknown",
    try: async () => asAgency(await aStaffToken()),
  },
];

const issued: Case[] = [
  {
    what: "an issuer nobody named",
    why: "issuer-unknown",
    try: async () => asBearer(raw({ alg: "ES256", kid: "x" }, { iss: "https://evil.example", aud: STAFF_AUDIENCE })),
  },
  {
    what: "an issuer that begins like ours",
    why: "issuer-unknown",
    try: async () =>
      asBearer(raw({ alg: "ES256", kid: "x" }, { iss: `${bench.issuer.url}.evil.example`, aud: STAFF_AUDIENCE })),
  },
  {
    what: "no issuer",
    why: "issuer-unknown",
    try: async () => asBearer(raw({ alg: "ES256", kid: "x" }, { aud: STAFF_AUDIENCE })),
  },
  {
    what: "no kid",
    why: "key-unnamed",
    try: async () => asBearer(raw({ alg: "ES256" }, { iss: bench.issuer.url, aud: STAFF_AUDIENCE })),
  },
  {
    what: "a kid the issuer does not have",
    why: "key-unknown",
    try: async () => asBearer(raw({ alg: "ES256", kid: "x" }, { iss: bench.issuer.url, aud: STAFF_AUDIENCE })),
  },
  {
    what: "alg none",
    why: "algorithm-not-allowed",
    try: async () => asBearer(raw({ alg: "none", kid: "x" }, { iss: bench.issuer.url, aud: STAFF_AUDIENCE })),
  },
  {
    what: "HMAC",
    why: "algorithm-not-allowed",
    try: async () => asBearer(raw({ alg: "HS256", kid: "x" }, { iss: bench.issuer.url, aud: STAFF_AUDIENCE })),
  },
  {
    what: "a logout token",
    why: "type-wrong",
    try: async () =>
      asBearer(raw({ alg: "ES256", kid: "x", typ: "logout+jwt" }, { iss: bench.issuer.url, aud: STAFF_AUDIENCE })),
  },
  { what: "another audience", why: "audience-wrong", try: bentStaff({ aud: "somebody-else" }) },
  { what: "no audience", why: "audience-wrong", try: bentStaff({ aud: undefined }) },
  { what: "both audiences", why: "audience-wrong", try: bentStaff({ aud: [STAFF_AUDIENCE, PERSON_AUDIENCE] }) },
  { what: "a changed signature", why: "signature-wrong", try: async () => asBearer(flipped(await aStaffToken(), 2)) },
  {
    what: "over",
    why: "token-expired",
    try: async () =>
      asBearer(
        await bench.issuer.mint({ sub: "staff-1", institution: POLICE.id, aud: STAFF_AUDIENCE }, { expiresIn: -10 }),
      ),
  },
  {
    what: "not good yet",
    why: "token-not-yet-valid",
    try: async () => asBearer(await aStaffToken({ nbf: seconds() + 600 })),
  },
  {
    what: "good for a year",
    why: "token-too-long-lived",
    try: async () =>
      asBearer(
        await bench.issuer.mint(
          { sub: "staff-1", institution: POLICE.id, aud: STAFF_AUDIENCE },
          { expiresIn: 31_536_000 },
        ),
      ),
  },
  { what: "no subject", why: "claims-malformed", try: bentStaff({ sub: undefined }) },
  { what: "a subject with a separator", why: "claims-malformed", try: bentStaff({ sub: "staff-1#idem" }) },
  { what: "staff without institution", why: "claims-malformed", try: bentStaff({ institution: undefined }) },
  {
    what: "staff of a mistyped institution",
    why: "claims-malformed",
    try: bentStaff({ institution: `${POLICE.id.slice(0, 17)}X` }),
  },
  { what: "staff who claim another institution", why: "staff-not-in-post", try: bentStaff({ institution: CENTER.id }) },
  { what: "staff nobody knows", why: "staff-not-in-post", try: bentStaff({ sub: "staff-nobody" }) },
  { what: "staff whose posts have ended", why: "staff-not-in-post", try: bentStaff({ sub: "staff-gone" }) },
  { what: "staff before their first day", why: "staff-not-in-post", try: bentStaff({ sub: "staff-later" }) },
  { what: "staff after their last day", why: "staff-not-in-post", try: bentStaff({ sub: "staff-over" }) },
  {
    what: "staff of a suspended institution",
    why: "body-not-active",
    try: bentStaff({ sub: "staff-of-closed", institution: CLOSED.id }),
  },
  {
    what: "staff of an institution nobody knows",
    why: "body-unknown",
    try: bentStaff({ institution: bodyCalled("上海海关").id }),
  },
  { what: "a person without level of assurance", why: "not-real-name", try: bentPerson({ acr: undefined }) },
  { what: "a person at a lower level", why: "not-real-name", try: bentPerson({ acr: "self-asserted" }) },
  {
    what: "a person named by an identity number",
    why: "subject-is-a-legal-number",
    try: bentPerson({ sub: "11010519491231002X" }),
  },
  { what: "a body named as a person", why: "subject-is-a-legal-number", try: bentPerson({ sub: POLICE.id }) },
  { what: "a person with a separator in the name", why: "subject-malformed", try: bentPerson({ sub: "a:b" }) },
  { what: "a person without name", why: "claims-malformed", try: bentPerson({ sub: undefined }) },
];

const cases = { credentials, "a token of ours": ours, "a token of an issuer": issued };

describe("A47p2: a token bent in one place is refused for just that", () => {
  describe.each(Object.entries(cases))("%s", (_, those) => {
    it.each(those)("$what: $why", async ({ why, try: attempt }) => {
      expect(await attempt()).toMatchObject({ ok: false, refusal: { code: why } });
    });
  });
});
