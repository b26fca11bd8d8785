import type { Authorise, Caller } from "../shared/caller.ts";
import type { MovableClock } from "../shared/clock.ts";
import { unsupported } from "../shared/fault.ts";
import { Faults, serveJsonWithFaults } from "../shared/faults.ts";
import { type Asker, Desk } from "./desk.ts";
import { aliasOperations, keyOperations } from "./manage.ts";
import type { Operations } from "./operation.ts";
import { KeyStore } from "./store.ts";
import { cipherOperations, signatureOperations } from "./use.ts";

export type KmsOptions = {
  readonly folder: string;
  readonly clock: MovableClock;
  readonly authorise: Authorise;
  readonly callerOf: (accessKeyId: string) => Caller;
  readonly port?: number;
  readonly partition?: string;
  readonly region?: string;
  readonly account?: string;
};

export type Kms = {
  readonly url: string;
  readonly port: number;
  readonly faults: Faults;
  /** The door for services of this cloud that use a key for their caller: same input and output as over HTTP. */
  call(operation: string, input: unknown, asker: Asker): Promise<unknown>;
  /** Refuses unless the asker may do this with the key and the key is in working order; does nothing else. */
  check(action: string, keyId: string, asker: Asker): Promise<void>;
  close(): Promise<void>;
};

/** Starts KMS on one machine; keys lie in `folder`, readable for their owner alone. */
export const startKms = async ({
  folder,
  clock,
  authorise,
  callerOf,
  port = 0,
  partition = "aws-cn",
  region = "cn-north-1",
  account = "000000000000",
}: KmsOptions): Promise<Kms> => {
  const store = new KeyStore(folder, clock, `arn:${partition}:kms:${region}:${account}`);
  const desk = new Desk({ store, clock, authorise });
  const operations: Operations = {
    ...keyOperations(desk),
    ...aliasOperations(desk),
    ...cipherOperations(desk),
    ...signatureOperations(desk),
  };
  const faults = new Faults();
  const served = Object.entries(operations).map(
    ([name, act]) =>
      [name, (input: unknown, accessKeyId: string) => act(input, { caller: callerOf(accessKeyId) })] as const,
  );
  const listening = await serveJsonWithFaults({ service: "KMS", operations: Object.fromEntries(served), faults }, port);
  return {
    url: listening.url,
    port: listening.port,
    faults,
    call: async (name, input, asker) => {
      const act = operations[name];
      if (act === undefined) throw unsupported("KMS", name);
      return act(input, asker);
    },
    check: async (action, keyId, asker) => {
      await desk.working(asker, action, keyId);
    },
    close: async () => {
      await listening.close();
      store.close();
    },
  };
};
