import type { Authorise, Caller } from "../shared/caller.ts";
import type { MovableClock } from "../shared/clock.ts";
import { ServiceFault } from "../shared/fault.ts";
import type { EncryptionContext } from "./cipher.ts";
import { type Key, KINDS } from "./key.ts";
import type { KeyStore } from "./store.ts";

/** Who asks, and through which service (`s3.cn-north-1.amazonaws.com.cn`) if not directly. */
export type Asker = { readonly caller: Caller; readonly viaService?: string };

/** What a request says about itself beside its key, for conditions of policies. */
type About = {
  readonly context?: EncryptionContext | undefined;
  readonly facts?: Readonly<Record<string, string>>;
};

export type DeskOptions = { readonly store: KeyStore; readonly clock: MovableClock; readonly authorise: Authorise };

/** Where every operation begins: finds the key, asks whether the caller may, and looks at the key's state. */
export class Desk {
  readonly store: KeyStore;
  readonly clock: MovableClock;
  readonly #authorise: Authorise;

  constructor({ store, clock, authorise }: DeskOptions) {
    this.store = store;
    this.clock = clock;
    this.#authorise = authorise;
  }

  /** For operations about no key in particular: their resource is `*`. */
  allow(asker: Asker, action: string): void {
    this.#authorise(asker.caller, { action: `kms:${action}`, resource: "*", context: viaOf(asker) });
  }

  /** The key, for one who may; a disabled or dying key is found too. */
  async key(asker: Asker, action: string, keyId: string, about: About = {}): Promise<Key> {
    const key = await this.store.find(keyId);
    this.#authorise(asker.caller, {
      action: `kms:${action}`,
      resource: this.store.arnOf(key),
      context: {
        "kms:ResourceAliases": this.store.aliasesOf(key),
        "kms:KeySpec": key.spec,
        "kms:KeyUsage": KINDS[key.spec].usage,
        "kms:KeyOrigin": "AWS_KMS",
        ...(keyId.includes("alias/") && { "kms:RequestAlias": keyId.slice(keyId.indexOf("alias/")) }),
        ...contextKeys(about.context ?? {}),
        ...viaOf(asker),
        ...about.facts,
      },
    });
    return key;
  }

  /** Asks about something that has an ARN and is no key: an alias. */
  allowAlias(asker: Asker, action: string, name: string): void {
    const resource = `${this.store.prefix}:${name}`;
    this.#authorise(asker.caller, { action: `kms:${action}`, resource, context: viaOf(asker) });
  }

  /** The key, for one who may, if it is there to be worked with. */
  async working(asker: Asker, action: string, keyId: string, about: About = {}): Promise<Key> {
    const key = await this.key(asker, action, keyId, about);
    this.notDying(key);
    if (!key.enabled) throw new ServiceFault("DisabledException", `${this.store.arnOf(key)} is disabled.`);
    return key;
  }

  notDying(key: Key): void {
    if (key.deletionAt !== undefined)
      throw new ServiceFault("KMSInvalidStateException", `${this.store.arnOf(key)} is pending deletion.`);
  }

  /** The key must be of this use: a signing key does not encrypt. */
  usable(key: Key, usage: (typeof KINDS)[keyof typeof KINDS]["usage"], operation: string): void {
    if (KINDS[key.spec].usage === usage) return;
    const message = `${this.store.arnOf(key)} key usage is ${KINDS[key.spec].usage} which is not valid for ${operation}.`;
    throw new ServiceFault("InvalidKeyUsageException", message);
  }
}

const viaOf = ({ viaService }: Asker): Record<string, string> =>
  viaService === undefined ? {} : { "kms:ViaService": viaService };

const contextKeys = (context: EncryptionContext): Record<string, string | string[]> => {
  const fields = Object.entries(context);
  if (fields.length === 0) return {};
  return {
    ...Object.fromEntries(fields.map(([name, value]) => [`kms:EncryptionContext:${name}`, value])),
    "kms:EncryptionContextKeys": Object.keys(context),
  };
};
