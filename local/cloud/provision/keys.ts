import { CreateAliasCommand, type KMSClient, ListAliasesCommand, UpdateAliasCommand } from "@aws-sdk/client-kms";
import { freshKey, specOf } from "../../kms/key.ts";
import { KeyStore } from "../../kms/store.ts";
import type { MovableClock } from "../../shared/clock.ts";
import type { Assembly } from "../../template/assembly.ts";
import { arnOf } from "../../template/place.ts";
import { ofType } from "./of-type.ts";

/**
 * Makes the keys that the templates declare, before KMS starts: the service gives every key an id of its own, and
 * these must have the ids that policies and settings already name.
 */
export const prepareKeys = async (assembly: Assembly, folder: string, clock: MovableClock): Promise<void> => {
  const store = new KeyStore(folder, clock, arnOf("kms", "").slice(0, -1));
  const known = new Set(store.keys().map(({ id }) => id));
  for (const { name: id, stack, logicalId, properties } of ofType(assembly, "AWS::KMS::Key")) {
    if (known.has(id)) continue;
    const wish = {
      spec: specOf(properties.KeySpec, properties.KeyUsage),
      description: `${stack}/${logicalId}`,
      tags: [],
      policy: JSON.stringify(properties.KeyPolicy ?? {}),
    };
    store.put({ ...(await freshKey(wish, clock.now())), id, enabled: properties.Enabled });
  }
  store.close();
};

/** Points the aliases to their keys. */
export const provisionAliases = async (assembly: Assembly, kms: KMSClient): Promise<void> => {
  const { Aliases = [] } = await kms.send(new ListAliasesCommand({ Limit: 1000 }));
  const targets = new Map(Aliases.map((it) => [it.AliasName, it.TargetKeyId]));
  for (const { properties } of ofType(assembly, "AWS::KMS::Alias")) {
    const alias = { AliasName: properties.AliasName, TargetKeyId: properties.TargetKeyId };
    const id = alias.TargetKeyId.split("/").at(-1);
    if (!targets.has(alias.AliasName)) await kms.send(new CreateAliasCommand(alias));
    else if (targets.get(alias.AliasName) !== id) await kms.send(new UpdateAliasCommand(alias));
  }
};
