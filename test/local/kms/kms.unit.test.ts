import { createHash, createPublicKey, randomUUID, verify } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateGrantCommand,
  CreateKeyCommand,
  EncryptCommand,
  GenerateMacCommand,
  GetPublicKeyCommand,
  KMSClient,
  type MacAlgorithmSpec,
  SignCommand,
  type SignCommandInput,
} from "@aws-sdk/client-kms";
import { accessOf } from "../../../local/access/access.ts";
import { freshKey, type KeySpec, specOf } from "../../../local/kms/key.ts";
import { type Kms, startKms } from "../../../local/kms/kms.ts";
import { KeyStore } from "../../../local/kms/store.ts";
import { allowAll } from "../../../local/shared/caller.ts";

const PREFIX = "arn:aws-cn:kms:cn-north-1:000000000000";
const folder = mkdtempSync(join(tmpdir(), "kms-"));
let store: KeyStore;
let kms: Kms;
let client: KMSClient;

const clientOf = (endpoint: string, credentials = { accessKeyId: "AKIATEST", secretAccessKey: "x" }) =>
  new KMSClient({ region: "cn-north-1", endpoint, credentials, maxAttempts: 1 });

const start = async () => {
  store = new KeyStore(folder, PREFIX);
  kms = await startKms({
    store,
    authorise: allowAll,
    callerOf: (accessKeyId) => ({ accessKeyId, role: "tester" }),
  });
  client = clientOf(kms.url);
};
beforeAll(start);
afterAll(async () => {
  await kms.close();
  rmSync(folder, { recursive: true });
});

const aKey = async ({ spec = "ECC_NIST_P256" as KeySpec, enabled = true } = {}) => {
  const key = await freshKey({ id: randomUUID(), spec, description: "a key", enabled });
  store.put(key);
  return { id: key.id, arn: store.arnOf(key) };
};
const sha256 = (words: string) => createHash("sha256").update(words).digest();
const sign = (KeyId: string, changed: Partial<SignCommandInput> = {}, by = client) =>
  by.send(
    new SignCommand({
      KeyId,
      MessageType: "DIGEST",
      SigningAlgorithm: "ECDSA_SHA_256",
      Message: sha256("order"),
      ...changed,
    }),
  );
const publicKeyOf = async (KeyId: string) => {
  const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId }));
  return createPublicKey({ key: Buffer.from(PublicKey ?? []), format: "der", type: "spki" });
};
const named = (name: string) => expect.objectContaining({ name });

test("the public key verifies outside of KMS what was signed inside, and nothing else", async () => {
  const { id } = await aKey();
  const key = await publicKeyOf(id);
  for (let round = 0; round < 20; round += 1) {
    const { Signature = new Uint8Array() } = await sign(id, { Message: sha256(`order ${round}`) });
    expect(verify("sha256", Buffer.from(`order ${round}`), key, Signature)).toBe(true);
    expect(verify("sha256", Buffer.from("another"), key, Signature)).toBe(false);
  }
});

test("a key is found by id, ARN, alias name and alias ARN, and by no other name", async () => {
  const { id, arn } = await aKey();
  store.point("alias/by-name", id);
  for (const called of [id, arn, "alias/by-name", `${PREFIX}:alias/by-name`]) {
    expect((await sign(called)).KeyId).toBe(arn);
  }
  await expect(sign("alias/none")).rejects.toThrow(named("NotFoundException"));
  await expect(sign(randomUUID())).rejects.toThrow(named("NotFoundException"));
});

test("an alias that is pointed to another key names that one", async () => {
  const [one, two] = [await aKey(), await aKey()];
  store.point("alias/moving", one.id);
  store.point("alias/moving", two.arn);
  expect((await sign("alias/moving")).KeyId).toBe(two.arn);
});

test("a digest of another length, another algorithm, a symmetric and a disabled key are refused", async () => {
  const { id } = await aKey();
  await expect(sign(id, { Message: Buffer.from("short") })).rejects.toThrow(named("ValidationException"));
  await expect(sign(id, { SigningAlgorithm: "RSASSA_PSS_SHA_256" })).rejects.toThrow(named("InvalidKeyUsageException"));
  const symmetric = await aKey({ spec: "SYMMETRIC_DEFAULT" });
  await expect(sign(symmetric.id)).rejects.toThrow(named("InvalidKeyUsageException"));
  const disabled = await aKey({ enabled: false });
  await expect(sign(disabled.id)).rejects.toThrow(named("DisabledException"));
});

test("a MAC is the key's and the message's own, and only a key for MACs makes one", async () => {
  const [one, two] = [await aKey({ spec: "HMAC_256" }), await aKey({ spec: "HMAC_256" })];
  const mac = async (KeyId: string, words: string, MacAlgorithm: MacAlgorithmSpec = "HMAC_SHA_256") => {
    const made = await client.send(new GenerateMacCommand({ KeyId, Message: Buffer.from(words), MacAlgorithm }));
    return Buffer.from(made.Mac ?? []).toString("hex");
  };
  const first = await mac(one.id, "subjects");
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(await mac(one.arn, "subjects")).toBe(first);
  expect(await mac(one.id, "others")).not.toBe(first);
  expect(await mac(two.id, "subjects")).not.toBe(first);
  await expect(mac(one.id, "")).rejects.toThrow(named("ValidationException"));
  await expect(mac(one.id, "subjects", "HMAC_SHA_512")).rejects.toThrow(named("InvalidKeyUsageException"));
  await expect(mac((await aKey()).id, "subjects")).rejects.toThrow(named("InvalidKeyUsageException"));
  await expect(sign(one.id)).rejects.toThrow(named("InvalidKeyUsageException"));
});

test("keys and aliases survive a restart; the file is for its owner alone and says what it is", async () => {
  const { id, arn } = await aKey();
  store.point("alias/kept", id);
  const before = await publicKeyOf(id);
  await kms.close();
  await start();
  expect((await publicKeyOf("alias/kept")).equals(before)).toBe(true);
  expect((await sign("alias/kept")).KeyId).toBe(arn);
  expect(statSync(join(folder, "keys.jsonl")).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, "keys.jsonl"), "utf8")).toContain("local cloud of one machine");
});

test.each([
  [new CreateKeyCommand({}), "TrentService.CreateKey"],
  [new EncryptCommand({ KeyId: "k", Plaintext: Buffer.from("x") }), "TrentService.Encrypt"],
  [new CreateGrantCommand({ KeyId: "k", GranteePrincipal: "p", Operations: [] }), "TrentService.CreateGrant"],
  [new GetPublicKeyCommand({ KeyId: "k", GrantTokens: ["t"] }), "GetPublicKey with GrantTokens"],
])("what is not done is refused by name (%#)", async (command, says) => {
  await expect(client.send(command as CreateKeyCommand)).rejects.toMatchObject({
    name: "LocalCloudDoesNotSupport",
    message: expect.stringContaining(says),
    $metadata: { httpStatusCode: 501 },
  });
});

test("a message that is not a digest is refused by name", async () => {
  const { id } = await aKey();
  await expect(sign(id, { MessageType: "RAW" })).rejects.toThrow("Sign with the message type RAW");
});

test.each([
  ["SM2", "SIGN_VERIFY", "what Node signs with SM2"],
  ["RSA_2048", "SIGN_VERIFY", "the key spec RSA_2048"],
  ["ECC_NIST_P256", "KEY_AGREEMENT", "the key spec ECC_NIST_P256 for KEY_AGREEMENT"],
])("a template's key of spec %s for %s is refused by name", (spec, usage, says) => {
  expect(() => specOf(spec, usage)).toThrow(says);
});

test("a role needs its grant on the key", async () => {
  const [granted, other] = [await aKey(), await aKey()];
  const policy = { Statement: { Effect: "Allow" as const, Action: "kms:Sign", Resource: granted.arn } };
  const access = accessOf(new Map([["signer", { policies: [policy] }]]), { folder, now: () => Date.now() });
  const judged = await startKms({
    store: new KeyStore(folder, PREFIX),
    authorise: access.authorise,
    callerOf: access.callerOf,
  });
  const signer = clientOf(judged.url, access.issueKey("signer"));
  await sign(granted.id, {}, signer);
  await expect(sign(other.id, {}, signer)).rejects.toThrow(/assumed-role\/signer\/local is not authorized.*kms:Sign/);
  await judged.close();
});

test("ordered faults happen once: throttled, broken before, and the reply lost", async () => {
  const { id } = await aKey();
  kms.faults.next({ operation: "Sign" }, "throttle");
  await expect(sign(id)).rejects.toThrow(named("ThrottlingException"));
  kms.faults.next({ operation: "Sign" }, "timeout-before");
  await expect(sign(id)).rejects.toThrow();
  kms.faults.next({ operation: "Sign" }, "lost-reply");
  await expect(sign(id)).rejects.toThrow();
  expect((await sign(id)).Signature).toBeDefined();
});
