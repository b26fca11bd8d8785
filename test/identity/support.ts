import { createHash, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTableCommand } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import type { APIGatewayProxyEvent, APIGatewayRequestAuthorizerEvent, Context } from "aws-lambda";
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from "jose";
import { type Client, register } from "../../functions/identity/client.ts";
import { anonymous, contract, ordinary, sealing } from "../../functions/identity/contract.ts";
import { admissionOver } from "../../functions/identity/deployed/admission.ts";
import { openSigningKeys } from "../../functions/identity/deployed/kms.ts";
import { openParties } from "../../functions/identity/deployed/parties.ts";
import { PublicJwk } from "../../functions/identity/public-key.ts";
import { openOnce } from "../../functions/identity/store/once.ts";
import { clients } from "../../functions/identity/store.ts";
import { admission } from "../../functions/identity/use-cases/admission.ts";
import { clientUseCases } from "../../functions/identity/use-cases/clients.ts";
import { keyUseCases, sealUseCases } from "../../functions/identity/use-cases/tokens.ts";
import type { Institution } from "../../functions/institutions/institution.ts";
import { institutionSeeds } from "../../functions/institutions/seed.ts";
import { Staff } from "../../functions/institutions/staff.ts";
import { institutions, staff } from "../../functions/institutions/store.ts";
import { Day, dayOf } from "../../functions/kernel/day.ts";
import { authorise } from "../../functions/platform/authorise.ts";
import { recorded } from "../../functions/platform/aws.ts";
import { newId } from "../../functions/platform/id.ts";
import type { AnyOperation, Call } from "../../functions/platform/operation.ts";
import { PLATFORM, type Principal } from "../../functions/platform/principal.ts";
import { serve } from "../../functions/platform/serve.ts";
import { openAnswers } from "../../functions/platform/store/answers.ts";
import { openStore } from "../../functions/platform/store/open.ts";
import { openSubjects } from "../../functions/platform/subject.ts";
import { of } from "../../functions/sharing/events/granting.ts";
import type { Grant } from "../../functions/sharing/grant.ts";
import { grants } from "../../functions/sharing/store/grants.ts";
import { startIssuer } from "../../local/cloud/issuer.ts";
import { freshKey, type KeySpec } from "../../local/kms/key.ts";
import { startKms } from "../../local/kms/kms.ts";
import { KeyStore } from "../../local/kms/store.ts";
import { allowAll } from "../../local/shared/caller.ts";
import { aTable, type OpenTable } from "../support/table.ts";

export const OURS = { issuer: "urn:onenet:local:city", stage: "local" };
export const STAFF_AUDIENCE = "staff-audience";
export const PERSON_AUDIENCE = "person-audience";
export const HOST = "api.example.cn";
export const TOKEN_URL = `https://${HOST}/v1/oauth/token`;

export const seeded = institutionSeeds(Day.parse("2026-01-01"));
export const bodyCalled = (shortName: string): Institution => {
  const found = seeded.find((it) => it.shortName === shortName);
  if (found === undefined) throw new Error(`There is no ${shortName}.`);
  return found;
};
export const POLICE = bodyCalled("市公安局");
export const CENTER = bodyCalled("市大数据中心");

export const digest = (text: string): string => createHash("sha256").update(text).digest("base64url");

/** A key pair of somebody outside, and what it signs. */
export type Holder = Readonly<{ jwk: PublicJwk; key: CryptoKey; alg: string }>;

export const aHolder = async (alg = "ES256"): Promise<Holder> => {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return { jwk: PublicJwk.parse(await exportJWK(publicKey)), key: privateKey, alg };
};

type Bend = Readonly<{
  header?: Record<string, unknown>;
  claims?: Record<string, unknown>;
  key?: CryptoKey | Uint8Array;
}>;

const bentBy = <T extends Record<string, unknown>>(good: T, bend: Record<string, unknown> = {}) =>
  Object.fromEntries(Object.entries({ ...good, ...bend }).filter(([, value]) => value !== undefined));

/** Signs claims with a header, both bent as a test says; a claim bent to undefined is left out. */
export const signed = (
  claims: Record<string, unknown>,
  header: Record<string, unknown>,
  key: CryptoKey,
  bend: Bend = {},
) =>
  new SignJWT(bentBy(claims, bend.claims))
    .setProtectedHeader(bentBy(header, bend.header) as { alg: string })
    .sign(bend.key ?? key);

export const aProof = (
  { jwk, key, alg }: Holder,
  { method, url, token, now }: { method: string; url: string; token?: string; now: number },
  bend: Bend = {},
): Promise<string> =>
  signed(
    {
      jti: randomUUID(),
      htm: method,
      htu: url,
      iat: Math.floor(now / 1000),
      ...(token === undefined ? {} : { ath: digest(token) }),
    },
    { typ: "dpop+jwt", alg, jwk },
    key,
    bend,
  );

export const anAssertion = (
  { key, alg, jwk: _ }: Holder,
  client: string,
  now: number,
  bend: Bend = {},
): Promise<string> =>
  signed(
    {
      iss: client,
      sub: client,
      aud: OURS.issuer,
      jti: randomUUID(),
      iat: Math.floor(now / 1000),
      exp: Math.floor(now / 1000) + 60,
    },
    { alg },
    key,
    bend,
  );

type Ask = Readonly<{
  authorization?: readonly string[];
  dpop?: readonly string[];
  method?: string;
  path?: string;
  host?: string;
}>;

/** The gateway's question, as AWS asks it. */
export const asking = ({ authorization = [], dpop = [], method = "GET", path = "/identity/me", host = HOST }: Ask) =>
  ({
    type: "REQUEST",
    methodArn: `arn:aws-cn:execute-api:cn-north-1:000000000000:api/v1/${method}${path}`,
    resource: path,
    path,
    httpMethod: method,
    headers: {},
    multiValueHeaders: { Authorization: [...authorization], DPoP: [...dpop] },
    requestContext: { domainName: host, path: `/v1${path}`, requestId: "trace", stage: "v1" },
  }) as unknown as APIGatewayRequestAuthorizerEvent;

export const seedCall = (key: string): Call => ({ by: PLATFORM, operation: "seed", key, digest: key, traceId: "seed" });

const aNeighboursTable = (TableName: string) =>
  new CreateTableCommand({
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: [
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ],
    AttributeDefinitions: ["pk", "sk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" as const })),
  });

/** What identity's own table holds. */
export const IDENTIFIED = [clients];

/** The tables, KMS and an issuer on this machine, and identity's doors over them. */
export const anIdentity = async ({ acr, at }: { acr?: string[]; at?: OpenTable } = {}) => {
  const engine = at ?? (await aTable(IDENTIFIED));
  const folder = mkdtempSync(join(tmpdir(), "identity-"));
  const callerOf = (accessKeyId: string) => ({ accessKeyId, role: "operator" as const });
  const store = new KeyStore(join(folder, "kms"), "arn:aws-cn:kms:cn-north-1:000000000000");
  const makeKey = async (spec: KeySpec = "ECC_NIST_P256") => {
    const id = randomUUID();
    const key = await freshKey({ id, spec, description: "a key", enabled: true });
    store.put(key);
    return store.arnOf(key);
  };
  const arns = [await makeKey(), await makeKey()];
  const subjectsKey = await makeKey("HMAC_256");
  const kmsHere = await startKms({ store, authorise: allowAll, callerOf });
  const issuer = await startIssuer({ folder: join(folder, "issuer"), clock: engine.clock });
  for (const name of ["institutions", "sharing"]) await engine.table.dynamo.send(aNeighboursTable(name));
  const kms = recorded(
    new KMSClient({
      endpoint: kmsHere.url,
      region: "cn-north-1",
      credentials: { accessKeyId: "operator", secretAccessKey: "none" },
    }),
    engine.recorder,
  );
  const keys = openSigningKeys(kms, arns);

  const issuers = [
    { name: "government-network", url: issuer.url, audience: STAFF_AUDIENCE, kind: "staff" as const },
    { name: "one-net", url: issuer.url, audience: PERSON_AUDIENCE, kind: "person" as const, ...(acr ? { acr } : {}) },
  ];
  const now = () => engine.clock.now();
  const today = () => dayOf(now());
  const deps = admissionOver({
    table: engine.table,
    institutionsTable: "institutions",
    issuers,
    ours: OURS,
    keys,
    subjectOf: openSubjects(kms, subjectsKey),
    ownPlans: [POLICE.id],
  });
  const bodies = openStore(institutions, { ...engine.table, name: "institutions" });
  const people = openStore(staff, { ...engine.table, name: "institutions" });
  const registered = openStore(clients, engine.table);
  const given = openStore(grants, { ...engine.table, name: "sharing" });
  const sealDeps = {
    onRecord: openParties(engine.table, "sharing"),
    once: openOnce(engine.table, 600),
    keys,
    ours: OURS,
    now: engine.table.now,
    newId,
  };
  const doors = {
    api: serve(ordinary, clientUseCases({ clients: registered, today, newId }), openAnswers(engine.table)),
    seal: serve(sealing, sealUseCases(sealDeps), async () => undefined),
    anonymous: serve(anonymous, keyUseCases(keys), async () => undefined),
  };

  return {
    engine,
    kms,
    keys,
    arns,
    subjectsKey,
    issuer,
    issuers,
    bodies,
    people,
    clients: registered,
    deps,
    now,
    today,
    judge: admission(deps),
    handler: authorise(admission(deps)),
    makeKey,
    calls: () => engine.recorder.calls.map(({ service, operation }) => `${service}.${operation}`),

    async put(body: Institution): Promise<void> {
      const event = { type: "institutions.institution-registered.v1" } as const;
      const found = await bodies.find(body.id);
      await bodies.save(body, found.ok ? found.value : undefined, event, seedCall(newId()));
    },
    async appoint(
      person: string,
      over: Partial<Record<keyof Staff | "endedOn" | "because", unknown>> = {},
    ): Promise<void> {
      const record = Staff.parse({
        id: person,
        institution: POLICE.id,
        status: "in-post",
        posts: ["registrar"],
        duties: "x",
        trainedUntil: "2099-12-31",
        from: "2026-01-01",
        appointedOn: "2026-01-01",
        ...over,
      });
      const found = await people.find(person);
      const event = { type: "institutions.staff-appointed.v1", institution: record.institution } as const;
      await people.save(record, found.ok ? found.value : undefined, event, seedCall(newId()));
    },
    async give(grant: Grant): Promise<void> {
      const event = { type: "sharing.grant-given.v1", ...of(grant), until: grant.until } as const;
      const found = await given.find(grant.id);
      await given.save(grant, found.ok ? found.value : undefined, event, seedCall(newId()));
    },
    async register(holder: Holder, over: Partial<Client> = {}): Promise<Client> {
      const id = newId();
      const made = register({ name: "前置机", purposes: ["交换"], jwk: holder.jwk }, id, POLICE.id, today());
      const client = { ...made, ...over } as Client;
      const event = { type: "identity.client-registered.v1", institution: POLICE.id, kid: "x" } as const;
      await registered.save(client, undefined, event, seedCall(newId()));
      return client;
    },

    /** Calls an operation as the gateway does. */
    async ask(
      name: keyof typeof contract,
      takes: Record<string, unknown>,
      how: { by?: Principal; headers?: Record<string, string[]>; form?: boolean; key?: string } = {},
    ) {
      engine.recorder.start();
      const { method, path, power }: AnyOperation = contract[name];
      const pathParameters = Object.fromEntries(
        [...path.matchAll(/\{(\w+)\}/g)].map(([, field = ""]) => [field, String(takes[field])]),
      );
      const rest = Object.entries(takes).filter(([field]) => !(field in pathParameters));
      const isBody = method === "POST" || method === "PUT";
      const headers = {
        ...how.headers,
        "content-type": [how.form ? "application/x-www-form-urlencoded" : "application/json"],
        ...(how.form ? {} : { "idempotency-key": [how.key ?? newId()] }),
      };
      const event = {
        resource: path,
        path,
        httpMethod: method,
        headers: Object.fromEntries(Object.entries(headers).map(([header, values]) => [header, values.at(-1)])),
        multiValueHeaders: headers,
        pathParameters,
        queryStringParameters: null,
        multiValueQueryStringParameters: isBody
          ? null
          : Object.fromEntries(rest.map(([field, value]) => [field, [String(value)]])),
        requestContext: {
          domainName: HOST,
          path: `/v1${path}`,
          requestId: "trace",
          authorizer: how.by === undefined ? undefined : { principal: JSON.stringify(how.by) },
        },
        body: isBody
          ? how.form
            ? new URLSearchParams(rest.map(([field, value]): [string, string] => [field, String(value)])).toString()
            : JSON.stringify(Object.fromEntries(rest))
          : null,
        isBase64Encoded: false,
      } as unknown as APIGatewayProxyEvent;
      const {
        statusCode,
        headers: answered,
        body,
      } = await doors[power === "seal" || power === "anonymous" ? power : "api"](event, {} as Context);
      return { status: statusCode, headers: answered, body: JSON.parse(body) as Record<string, unknown> };
    },

    async close(): Promise<void> {
      kms.destroy();
      await issuer.close();
      await kmsHere.close();
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
export type IdentityBench = Awaited<ReturnType<typeof anIdentity>>;
