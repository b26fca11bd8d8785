import { createHash, createPublicKey, verify } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateGrantCommand,
  CreateKeyCommand,
  type CreateKeyCommandInput,
  DecryptCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateMacCommand,
  GenerateRandomCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  GetPublicKeyCommand,
  KMSClient,
  ListAliasesCommand,
  ListKeysCommand,
  PutKeyPolicyCommand,
  ReEncryptCommand,
  ScheduleKeyDeletionCommand,
  SignCommand,
  type SigningAlgorithmSpec,
  UpdateAliasCommand,
  VerifyCommand,
  VerifyMacCommand,
} from "@aws-sdk/client-kms";
import { accessOf } from "../../../local/access/access.ts";
import { type Kms, startKms } from "../../../local/kms/kms.ts";
import { allowAll } from "../../../local/shared/caller.ts";
import { MovableClock } from "../../../local/shared/clock.ts";

const DAY = 86_400_000;
const folder = mkdtempSync(join(tmpdir(), "kms-"));
const clock = new MovableClock();
const callerOf = (accessKeyId: string) => ({ accessKeyId, role: "tester" });
let kms: Kms;
let client: KMSClient;

const clientOf = (endpoint: string, credentials = { accessKeyId: "AKIATEST", secretAccessKey: "x" }) =>
  new KMSClient({ region: "cn-north-1", endpoint, credentials, maxAttempts: 1 });

const start = async () => {
  kms = await startKms({ folder, clock, authorise: allowAll, callerOf });
  client = clientOf(kms.url);
};

beforeAll(start);
afterAll(async () => {
  await kms.close();
  clock.stop();
  rmSync(folder, { recursive: true });
});

const createKey = async (input: CreateKeyCommandInput = {}) => {
  const { KeyMetadata } = await client.send(new CreateKeyCommand(input));
  return { KeyId: KeyMetadata?.KeyId ?? "", Arn: KeyMetadata?.Arn ?? "" };
};
const text = (words: string) => Buffer.from(words);
const sha = (name: string, words: string) => createHash(name).update(words).digest();
const named = (name: string) => expect.objectContaining({ name });

describe("encryption", () => {
  test("what a key closed it opens, under the same encryption context alone", async () => {
    const { KeyId, Arn } = await createKey();
    const EncryptionContext = { person: "p1", purpose: "archive" };
    const closed = await client.send(new EncryptCommand({ KeyId, Plaintext: text("secret"), EncryptionContext }));
    const { CiphertextBlob } = closed;
    const reordered = { purpose: "archive", person: "p1" };
    const opened = await client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: reordered }));
    expect(Buffer.from(opened.Plaintext ?? []).toString()).toBe("secret");
    expect(opened.KeyId).toBe(Arn);
    const other = new DecryptCommand({ CiphertextBlob, EncryptionContext: { person: "p2", purpose: "archive" } });
    await expect(client.send(other)).rejects.toThrow(named("InvalidCiphertextException"));
    await expect(client.send(new DecryptCommand({ CiphertextBlob: text("x".repeat(80)) }))).rejects.toThrow(
      named("InvalidCiphertextException"),
    );
  });

  test("a key is found by id, ARN, alias name and alias ARN; another key than the one that closed is refused", async () => {
    const { KeyId, Arn } = await createKey();
    const other = await createKey();
    await client.send(new CreateAliasCommand({ AliasName: "alias/by-name", TargetKeyId: KeyId }));
    const aliasArn = "arn:aws-cn:kms:cn-north-1:000000000000:alias/by-name";
    for (const id of [KeyId, Arn, "alias/by-name", aliasArn]) {
      const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId: id, Plaintext: text("x") }));
      expect((await client.send(new DecryptCommand({ CiphertextBlob }))).KeyId).toBe(Arn);
      const wrong = new DecryptCommand({ CiphertextBlob, KeyId: other.KeyId });
      await expect(client.send(wrong)).rejects.toThrow(named("IncorrectKeyException"));
    }
    await expect(client.send(new EncryptCommand({ KeyId: "alias/none", Plaintext: text("x") }))).rejects.toThrow(
      named("NotFoundException"),
    );
  });

  test("a data key comes in the clear and closed; re-encryption moves it under another key", async () => {
    const { KeyId } = await createKey();
    const to = await createKey();
    const made = await client.send(new GenerateDataKeyCommand({ KeyId, KeySpec: "AES_256" }));
    expect(made.Plaintext).toHaveLength(32);
    const moved = await client.send(
      new ReEncryptCommand({ CiphertextBlob: made.CiphertextBlob, DestinationKeyId: to.KeyId }),
    );
    const opened = await client.send(new DecryptCommand({ CiphertextBlob: moved.CiphertextBlob, KeyId: to.KeyId }));
    expect(Buffer.from(opened.Plaintext ?? [])).toEqual(Buffer.from(made.Plaintext ?? []));
    expect((await client.send(new GenerateRandomCommand({ NumberOfBytes: 7 }))).Plaintext).toHaveLength(7);
  });

  test("after a rotation the old ciphertext still opens and the next date has moved on", async () => {
    const { KeyId } = await createKey();
    await client.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 90 }));
    const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId, Plaintext: text("old") }));
    const before = await client.send(new GetKeyRotationStatusCommand({ KeyId }));
    clock.moveTo(clock.now() + 91 * DAY);
    const opened = await client.send(new DecryptCommand({ CiphertextBlob }));
    expect(Buffer.from(opened.Plaintext ?? []).toString()).toBe("old");
    const after = await client.send(new GetKeyRotationStatusCommand({ KeyId }));
    expect(Number(after.NextRotationDate) - Number(before.NextRotationDate)).toBe(90 * DAY);
  });
});

describe("signatures", () => {
  const ecdsa: [CreateKeyCommandInput, SigningAlgorithmSpec, string] = [
    { KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" },
    "ECDSA_SHA_256",
    "sha256",
  ];
  const rsa = { KeySpec: "RSA_2048", KeyUsage: "SIGN_VERIFY" } as const;
  test.each([
    ecdsa,
    [rsa, "RSASSA_PSS_SHA_256", "sha256"],
    [rsa, "RSASSA_PSS_SHA_512", "sha512"],
    [rsa, "RSASSA_PKCS1_V1_5_SHA_256", "sha256"],
    [rsa, "RSASSA_PKCS1_V1_5_SHA_384", "sha384"],
  ] as [
    CreateKeyCommandInput,
    SigningAlgorithmSpec,
    string,
  ][])("%j %s: a digest and its message have interchangeable signatures, and no others pass", async (kind, SigningAlgorithm, hash) => {
    const { KeyId } = await createKey(kind);
    const raw = { MessageType: "RAW", Message: text("order") } as const;
    const digest = { MessageType: "DIGEST", Message: sha(hash, "order") } as const;
    for (const given of [raw, digest]) {
      const { Signature } = await client.send(new SignCommand({ KeyId, SigningAlgorithm, ...given }));
      for (const asked of [raw, digest]) {
        const checked = await client.send(new VerifyCommand({ KeyId, SigningAlgorithm, Signature, ...asked }));
        expect(checked.SignatureValid).toBe(true);
      }
      for (const [MessageType, Message] of [
        ["RAW", text("another")],
        ["DIGEST", sha(hash, "another")],
      ] as const) {
        const forged = new VerifyCommand({ KeyId, SigningAlgorithm, Signature, MessageType, Message });
        await expect(client.send(forged)).rejects.toThrow(named("KMSInvalidSignatureException"));
      }
    }
  });

  test("the public key verifies outside of KMS what was signed inside", async () => {
    const { KeyId } = await createKey({ KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" });
    const { PublicKey, SigningAlgorithms } = await client.send(new GetPublicKeyCommand({ KeyId }));
    expect(SigningAlgorithms).toEqual(["ECDSA_SHA_256"]);
    const key = createPublicKey({ key: Buffer.from(PublicKey ?? []), format: "der", type: "spki" });
    for (let round = 0; round < 20; round += 1) {
      const words = `order ${round}`;
      const { Signature } = await client.send(
        new SignCommand({
          KeyId,
          SigningAlgorithm: "ECDSA_SHA_256",
          MessageType: "DIGEST",
          Message: sha("sha256", words),
        }),
      );
      expect(verify("sha256", text(words), key, Buffer.from(Signature ?? []))).toBe(true);
    }
  });

  test("a digest of another length and an algorithm of another key kind are refused", async () => {
    const { KeyId } = await createKey({ KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" });
    const short = { KeyId, MessageType: "DIGEST", Message: text("short"), SigningAlgorithm: "ECDSA_SHA_256" } as const;
    await expect(client.send(new SignCommand(short))).rejects.toThrow(named("ValidationException"));
    const foreign = { KeyId, Message: text("m"), SigningAlgorithm: "RSASSA_PSS_SHA_256" } as const;
    await expect(client.send(new SignCommand(foreign))).rejects.toThrow(named("InvalidKeyUsageException"));
    const encrypt = client.send(new EncryptCommand({ KeyId, Plaintext: text("x") }));
    await expect(encrypt).rejects.toThrow(named("InvalidKeyUsageException"));
  });

  test("a message authentication code is checked", async () => {
    const { KeyId } = await createKey({ KeySpec: "HMAC_256", KeyUsage: "GENERATE_VERIFY_MAC" });
    const about = { KeyId, Message: text("m"), MacAlgorithm: "HMAC_SHA_256" } as const;
    const { Mac } = await client.send(new GenerateMacCommand(about));
    expect((await client.send(new VerifyMacCommand({ ...about, Mac }))).MacValid).toBe(true);
    const other = client.send(new VerifyMacCommand({ ...about, Message: text("n"), Mac }));
    await expect(other).rejects.toThrow(named("KMSInvalidMacException"));
  });
});

describe("life of a key", () => {
  test("a disabled key refuses until it is enabled again", async () => {
    const { KeyId } = await createKey();
    await client.send(new DisableKeyCommand({ KeyId }));
    await expect(client.send(new EncryptCommand({ KeyId, Plaintext: text("x") }))).rejects.toThrow(
      named("DisabledException"),
    );
    await client.send(new EnableKeyCommand({ KeyId }));
    await client.send(new EncryptCommand({ KeyId, Plaintext: text("x") }));
  });

  test("a key scheduled for deletion refuses, can be kept, and is gone from disk when our clock passes the day", async () => {
    const { KeyId } = await createKey();
    await client.send(new CreateAliasCommand({ AliasName: "alias/dying", TargetKeyId: KeyId }));
    const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId, Plaintext: text("x") }));
    await client.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    await expect(client.send(new DecryptCommand({ CiphertextBlob }))).rejects.toThrow(
      named("KMSInvalidStateException"),
    );
    await client.send(new CancelKeyDeletionCommand({ KeyId }));
    const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId }));
    expect(KeyMetadata?.KeyState).toBe("Disabled");
    await client.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    clock.moveTo(clock.now() + 8 * DAY);
    await expect(client.send(new DescribeKeyCommand({ KeyId }))).rejects.toThrow(named("NotFoundException"));
    await expect(client.send(new DecryptCommand({ CiphertextBlob }))).rejects.toThrow(
      named("InvalidCiphertextException"),
    );
    expect(readFileSync(join(folder, "keys.jsonl"), "utf8")).not.toContain(KeyId);
    const { Aliases } = await client.send(new ListAliasesCommand({}));
    expect(Aliases?.map(({ AliasName }) => AliasName)).not.toContain("alias/dying");
  });

  test("an alias moves between keys of the same use alone", async () => {
    const [one, two] = [await createKey(), await createKey()];
    const signing = await createKey({ KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" });
    const AliasName = "alias/moving";
    await client.send(new CreateAliasCommand({ AliasName, TargetKeyId: one.KeyId }));
    await client.send(new UpdateAliasCommand({ AliasName, TargetKeyId: two.Arn }));
    const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: AliasName }));
    expect(KeyMetadata).toMatchObject({
      Arn: two.Arn,
      KeyState: "Enabled",
      EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
    });
    const wrong = client.send(new UpdateAliasCommand({ AliasName, TargetKeyId: signing.KeyId }));
    await expect(wrong).rejects.toThrow(named("ValidationException"));
    const again = client.send(new CreateAliasCommand({ AliasName, TargetKeyId: one.KeyId }));
    await expect(again).rejects.toThrow(named("AlreadyExistsException"));
  });

  test("keys, aliases and policies survive a restart; the file is for its owner alone and says what it is", async () => {
    const { KeyId } = await createKey({ Description: "kept" });
    await client.send(new CreateAliasCommand({ AliasName: "alias/kept", TargetKeyId: KeyId }));
    await client.send(new PutKeyPolicyCommand({ KeyId, Policy: "{}" }));
    const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId, Plaintext: text("kept") }));
    await kms.close();
    await start();
    const opened = await client.send(new DecryptCommand({ CiphertextBlob, KeyId: "alias/kept" }));
    expect(Buffer.from(opened.Plaintext ?? []).toString()).toBe("kept");
    expect((await client.send(new GetKeyPolicyCommand({ KeyId }))).Policy).toBe("{}");
    expect(statSync(join(folder, "keys.jsonl")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, "keys.jsonl"), "utf8").split("\n")[0]).toContain("local cloud of one machine");
  });

  test("long lists come in pages", async () => {
    const all: string[] = [];
    let Marker: string | undefined;
    do {
      const page = await client.send(new ListKeysCommand({ Limit: 2, ...(Marker && { Marker }) }));
      all.push(...(page.Keys ?? []).map((key) => key.KeyId ?? ""));
      Marker = page.NextMarker;
    } while (Marker !== undefined);
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(4);
  });
});

describe("edges", () => {
  test.each([
    [new CreateKeyCommand({ KeySpec: "SM2", KeyUsage: "SIGN_VERIFY" }), "what Node signs with SM2"],
    [new CreateKeyCommand({ KeySpec: "RSA_4096", KeyUsage: "SIGN_VERIFY" }), "the key spec RSA_4096"],
    [new CreateKeyCommand({ MultiRegion: true }), "multi-Region keys"],
    [new GenerateRandomCommand({ NumberOfBytes: 1, CustomKeyStoreId: "c" }), "GenerateRandom with CustomKeyStoreId"],
    [new CreateGrantCommand({ KeyId: "k", GranteePrincipal: "p", Operations: [] }), "TrentService.CreateGrant"],
  ])("what is not done is refused by name (%#)", async (command, says) => {
    const refused = client.send(command as CreateKeyCommand);
    await expect(refused).rejects.toMatchObject({
      name: "LocalCloudDoesNotSupport",
      message: expect.stringContaining(says),
      $metadata: { httpStatusCode: 501 },
    });
  });

  test("a role needs its grant, which may name an alias or an encryption context", async () => {
    const { KeyId } = await createKey();
    await client.send(new CreateAliasCommand({ AliasName: "alias/granted", TargetKeyId: KeyId }));
    const Condition = {
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/granted" },
      StringEquals: { "kms:EncryptionContext:purpose": "archive" },
    };
    const policy = { Statement: { Effect: "Allow" as const, Action: "kms:Encrypt", Resource: "*", Condition } };
    const access = accessOf(new Map([["archivist", { policies: [policy] }]]), { folder, now: () => clock.now() });
    const other = await startKms({ folder, clock, authorise: access.authorise, callerOf: access.callerOf });
    const archivist = clientOf(other.url, access.issueKey("archivist"));
    const encrypt = (EncryptionContext?: Record<string, string>) =>
      archivist.send(
        new EncryptCommand({ KeyId, Plaintext: text("x"), ...(EncryptionContext && { EncryptionContext }) }),
      );
    await encrypt({ purpose: "archive" });
    await expect(encrypt()).rejects.toThrow(/assumed-role\/archivist\/local is not authorized to perform: kms:Encrypt/);
    await expect(encrypt({ purpose: "sale" })).rejects.toThrow(named("AccessDeniedException"));
    await expect(
      other.call("GenerateDataKey", { KeyId, KeySpec: "AES_256" }, { caller: access.callerAs("archivist") }),
    ).rejects.toThrow("kms:GenerateDataKey");
    const viaService = "sqs.cn-north-1.amazonaws.com.cn";
    const check = (role: string) => other.check("Decrypt", KeyId, { caller: access.callerAs(role), viaService });
    await check("operator");
    await expect(check("archivist")).rejects.toThrow("kms:Decrypt");
    await other.close();
  });

  test("ordered faults happen once: throttled, broken before, and done but the reply lost", async () => {
    kms.faults.next({ operation: "GenerateRandom" }, "throttle");
    const random = () => client.send(new GenerateRandomCommand({ NumberOfBytes: 1 }));
    await expect(random()).rejects.toThrow(named("ThrottlingException"));
    await random();
    const count = async () => (await client.send(new ListKeysCommand({ Limit: 1000 }))).Keys?.length ?? 0;
    const before = await count();
    kms.faults.next({ operation: "CreateKey" }, "timeout-before");
    await expect(createKey()).rejects.toThrow();
    expect(await count()).toBe(before);
    kms.faults.next({ operation: "CreateKey" }, "lost-reply");
    await expect(createKey()).rejects.toThrow();
    expect(await count()).toBe(before + 1);
  });
});
