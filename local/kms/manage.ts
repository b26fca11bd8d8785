import * as z from "zod";
import { ServiceFault, unsupported } from "../shared/fault.ts";
import type { Asker, Desk } from "./desk.ts";
import { freshKey, type Key, KINDS, specOf, Tag } from "./key.ts";
import { type Operations, operation } from "./operation.ts";

const DAY = 86_400_000;
const KeyId = z.string().min(1).max(2048);
const AliasName = z.string().regex(/^alias\/[a-zA-Z0-9/_-]{1,249}$/);
const Page = { Limit: z.int().min(1).max(1000).optional(), Marker: z.string().optional() };
const Pages = z.strictObject(Page);
const OneKey = z.strictObject({ KeyId });

const seconds = (instant: number): number => instant / 1000;

const stateOf = (key: Key): "PendingDeletion" | "Enabled" | "Disabled" => {
  if (key.deletionAt !== undefined) return "PendingDeletion";
  return key.enabled ? "Enabled" : "Disabled";
};

const metadata = ({ store }: Desk, key: Key) => {
  const { usage, algorithms } = KINDS[key.spec];
  const list = {
    ENCRYPT_DECRYPT: "EncryptionAlgorithms",
    SIGN_VERIFY: "SigningAlgorithms",
    GENERATE_VERIFY_MAC: "MacAlgorithms",
  }[usage];
  return {
    AWSAccountId: store.prefix.split(":")[4],
    KeyId: key.id,
    Arn: store.arnOf(key),
    CreationDate: seconds(key.createdAt),
    Enabled: stateOf(key) === "Enabled",
    Description: key.description,
    KeyUsage: usage,
    KeyState: stateOf(key),
    ...(key.deletionAt !== undefined && { DeletionDate: seconds(key.deletionAt) }),
    Origin: "AWS_KMS",
    KeyManager: "CUSTOMER",
    CustomerMasterKeySpec: key.spec,
    KeySpec: key.spec,
    [list]: algorithms,
    MultiRegion: false,
  };
};

const page = <Item>(items: readonly Item[], { Limit = 100, Marker }: z.output<typeof Pages>) => {
  const from = Number(Marker ?? 0);
  const next = from + Limit;
  const more = next < items.length;
  return { items: items.slice(from, next), more: { Truncated: more, ...(more && { NextMarker: String(next) }) } };
};

const defaultPolicy = (prefix: string): string => {
  const [, partition, , , account] = prefix.split(":");
  const Principal = { AWS: `arn:${partition}:iam::${account}:root` };
  const Statement = [
    { Sid: "Enable IAM User Permissions", Effect: "Allow", Principal, Action: "kms:*", Resource: "*" },
  ];
  return JSON.stringify({ Version: "2012-10-17", Id: "key-default-1", Statement });
};

/** Keys: made, described, switched, rotated, scheduled for deletion. */
export const keyOperations = (desk: Desk): Operations => {
  const { store, clock } = desk;

  const switched = (action: string, enabled: boolean) =>
    operation(OneKey, async ({ KeyId: id }, asker) => {
      const key = await desk.key(asker, action, id);
      desk.notDying(key);
      store.put({ ...key, enabled });
    });

  const rotatable = async (asker: Asker, action: string, id: string): Promise<Key> => {
    const key = await desk.working(asker, action, id);
    if (key.spec === "SYMMETRIC_DEFAULT") return key;
    throw new ServiceFault("UnsupportedOperationException", `${store.arnOf(key)} is not a symmetric encryption key.`);
  };

  return {
    CreateKey: operation(
      z.strictObject({
        Policy: z.string().min(1).max(131_072).optional(),
        Description: z.string().max(8192).default(""),
        KeyUsage: z.string().optional(),
        KeySpec: z.string().default("SYMMETRIC_DEFAULT"),
        CustomerMasterKeySpec: z.string().optional(),
        Origin: z.string().default("AWS_KMS"),
        Tags: z.array(Tag).default([]),
        BypassPolicyLockoutSafetyCheck: z.boolean().optional(),
        MultiRegion: z.boolean().default(false),
      }),
      async (input, asker) => {
        desk.allow(asker, "CreateKey");
        if (input.MultiRegion) throw unsupported("KMS", "multi-Region keys: there is one region on one machine");
        if (input.Origin !== "AWS_KMS") throw unsupported("KMS", `keys of origin ${input.Origin}`);
        const spec = specOf(input.CustomerMasterKeySpec ?? input.KeySpec, input.KeyUsage);
        const policy = input.Policy ?? defaultPolicy(store.prefix);
        const key = await freshKey({ spec, description: input.Description, tags: input.Tags, policy }, clock.now());
        store.put(key);
        return { KeyMetadata: metadata(desk, key) };
      },
    ),
    DescribeKey: operation(OneKey, async ({ KeyId: id }, asker) => ({
      KeyMetadata: metadata(desk, await desk.key(asker, "DescribeKey", id)),
    })),
    ListKeys: operation(z.strictObject(Page), (input, asker) => {
      desk.allow(asker, "ListKeys");
      const { items, more } = page(store.keys(), input);
      return { Keys: items.map((key) => ({ KeyId: key.id, KeyArn: store.arnOf(key) })), ...more };
    }),
    ListResourceTags: operation(z.strictObject({ KeyId, ...Page }), async ({ KeyId: id, ...input }, asker) => {
      const { items, more } = page((await desk.key(asker, "ListResourceTags", id)).tags, input);
      return { Tags: items, ...more };
    }),
    EnableKey: switched("EnableKey", true),
    DisableKey: switched("DisableKey", false),
    EnableKeyRotation: operation(
      z.strictObject({ KeyId, RotationPeriodInDays: z.int().min(90).max(2560).default(365) }),
      async ({ KeyId: id, RotationPeriodInDays: periodInDays }, asker) => {
        const key = await rotatable(asker, "EnableKeyRotation", id);
        store.put({ ...key, rotation: { periodInDays, nextAt: clock.now() + periodInDays * DAY } });
      },
    ),
    DisableKeyRotation: operation(OneKey, async ({ KeyId: id }, asker) => {
      const { rotation: _, ...key } = await rotatable(asker, "DisableKeyRotation", id);
      store.put(key);
    }),
    GetKeyRotationStatus: operation(OneKey, async ({ KeyId: id }, asker) => {
      const key = await desk.key(asker, "GetKeyRotationStatus", id);
      if (key.rotation === undefined) return { KeyId: store.arnOf(key), KeyRotationEnabled: false };
      const { periodInDays: RotationPeriodInDays, nextAt } = key.rotation;
      const NextRotationDate = seconds(nextAt);
      return { KeyId: store.arnOf(key), KeyRotationEnabled: true, RotationPeriodInDays, NextRotationDate };
    }),
    ScheduleKeyDeletion: operation(
      z.strictObject({ KeyId, PendingWindowInDays: z.int().min(7).max(30).default(30) }),
      async ({ KeyId: id, PendingWindowInDays }, asker) => {
        const key = await desk.key(asker, "ScheduleKeyDeletion", id);
        desk.notDying(key);
        const deletionAt = clock.now() + PendingWindowInDays * DAY;
        store.put({ ...key, deletionAt });
        const [KeyId, DeletionDate] = [store.arnOf(key), seconds(deletionAt)];
        return { KeyId, DeletionDate, KeyState: "PendingDeletion", PendingWindowInDays };
      },
    ),
    CancelKeyDeletion: operation(OneKey, async ({ KeyId: id }, asker) => {
      const { deletionAt, ...key } = await desk.key(asker, "CancelKeyDeletion", id);
      if (deletionAt === undefined)
        throw new ServiceFault("KMSInvalidStateException", `${store.arnOf(key)} is not pending deletion.`);
      store.put({ ...key, enabled: false });
      return { KeyId: store.arnOf(key) };
    }),
    PutKeyPolicy: operation(
      z.strictObject({
        KeyId,
        PolicyName: z.literal("default").optional(),
        Policy: z.string().min(1).max(131_072),
        BypassPolicyLockoutSafetyCheck: z.boolean().optional(),
      }),
      async ({ KeyId: id, Policy: policy }, asker) => {
        const key = await desk.key(asker, "PutKeyPolicy", id);
        desk.notDying(key);
        store.put({ ...key, policy });
      },
    ),
    GetKeyPolicy: operation(
      z.strictObject({ KeyId, PolicyName: z.literal("default").optional() }),
      async ({ KeyId: id }, asker) => {
        const { policy: Policy } = await desk.key(asker, "GetKeyPolicy", id);
        return { Policy, PolicyName: "default" };
      },
    ),
  };
};

/** Aliases: the names by which a platform finds its keys. */
export const aliasOperations = (desk: Desk): Operations => {
  const { store, clock } = desk;

  const existing = (name: string) => {
    const alias = store.alias(name);
    if (alias !== undefined) return alias;
    throw new ServiceFault("NotFoundException", `Alias ${store.prefix}:${name} is not found.`);
  };

  return {
    CreateAlias: operation(
      z.strictObject({ AliasName, TargetKeyId: KeyId }),
      async ({ AliasName: name, TargetKeyId }, asker) => {
        desk.allowAlias(asker, "CreateAlias", name);
        const key = await desk.key(asker, "CreateAlias", TargetKeyId);
        desk.notDying(key);
        if (name.startsWith("alias/aws/"))
          throw new ServiceFault("NotAuthorizedException", "Aliases under alias/aws/ belong to AWS.");
        if (store.alias(name) !== undefined)
          throw new ServiceFault("AlreadyExistsException", `An alias with the name ${store.prefix}:${name} exists.`);
        store.putAlias({ name, target: key.id, createdAt: clock.now(), updatedAt: clock.now() });
      },
    ),
    UpdateAlias: operation(
      z.strictObject({ AliasName, TargetKeyId: KeyId }),
      async ({ AliasName: name, TargetKeyId }, asker) => {
        desk.allowAlias(asker, "UpdateAlias", name);
        const alias = existing(name);
        const before = await desk.key(asker, "UpdateAlias", alias.target);
        const after = await desk.key(asker, "UpdateAlias", TargetKeyId);
        desk.notDying(after);
        if (KINDS[before.spec].usage !== KINDS[after.spec].usage)
          throw new ServiceFault("ValidationException", "An alias moves only between keys of the same use.");
        store.putAlias({ ...alias, target: after.id, updatedAt: clock.now() });
      },
    ),
    DeleteAlias: operation(z.strictObject({ AliasName }), async ({ AliasName: name }, asker) => {
      desk.allowAlias(asker, "DeleteAlias", name);
      await desk.key(asker, "DeleteAlias", existing(name).target);
      store.deleteAlias(name);
    }),
    ListAliases: operation(
      z.strictObject({ KeyId: KeyId.optional(), ...Page }),
      async ({ KeyId: id, ...input }, asker) => {
        desk.allow(asker, "ListAliases");
        const only = id === undefined ? undefined : (await store.find(id)).id;
        const listed = store.aliases().filter(({ target }) => only === undefined || target === only);
        const { items, more } = page(listed, input);
        const Aliases = items.map(({ name, target, createdAt, updatedAt }) => ({
          AliasName: name,
          AliasArn: `${store.prefix}:${name}`,
          TargetKeyId: target,
          CreationDate: seconds(createdAt),
          LastUpdatedDate: seconds(updatedAt),
        }));
        return { Aliases, ...more };
      },
    ),
  };
};
