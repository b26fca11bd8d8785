import { freshKey, specOf } from "../../kms/key.ts";
import { KeyStore } from "../../kms/store.ts";
import type { Assembly } from "../../template/assembly.ts";
import { arnOf } from "../../template/place.ts";
import { ofType } from "./of-type.ts";

/**
 * The keys and aliases that the templates declare, those missing made anew: the service would give every key an id of
 * its own, and these must have the ids that policies and settings already name.
 */
export const keysOf = async (assembly: Assembly, folder: string): Promise<KeyStore> => {
  const store = new KeyStore(folder, arnOf("kms", "").slice(0, -1));
  for (const { name: id, stack, logicalId, properties } of ofType(assembly, "AWS::KMS::Key")) {
    if (store.has(id)) continue;
    const spec = specOf(properties.KeySpec, properties.KeyUsage);
    store.put(await freshKey({ id, spec, description: `${stack}/${logicalId}`, enabled: properties.Enabled }));
  }
  for (const { properties } of ofType(assembly, "AWS::KMS::Alias")) {
    store.point(properties.AliasName, properties.TargetKeyId);
  }
  return store;
};
