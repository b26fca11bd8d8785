import * as z from "zod";
import { newId } from "./id.ts";
import type { AnyOperation, Contract, Gives } from "./operation.ts";
import { Problem } from "./problem.ts";

/** What an operation answered: its value as the contract says, or the problem document. */
export type Answered<O extends AnyOperation> =
  | Readonly<{ ok: true; status: number; value: Gives<O>; version?: number; replayed: boolean }>
  | Readonly<{ ok: false; status: number; problem: Problem }>;

type Options = Readonly<{ key?: string; ifMatch?: number; language?: "zh-CN" | "en" }>;

export type Client<C extends Contract> = {
  readonly [K in keyof C]: (takes: z.input<C[K]["takes"]>, options?: Options) => Promise<Answered<C[K]>>;
};

export type Connection = Readonly<{
  url: string;
  /** Headers that sign the caller in, made for this very request (a DPoP proof names method and address). */
  signIn?: (method: string, url: string) => Promise<Readonly<Record<string, string>>>;
}>;

/**
 * A client whose methods are the contract's operations: a missing parameter or a misspelt field does not compile, and
 * every answer is parsed by the operation's own schema. Commands get a fresh Idempotency-Key unless one is given.
 */
export const clientOf = <C extends Contract>(contract: C, connection: Connection): Client<C> => {
  const methods: Partial<Client<C>> = {};
  const add = <K extends keyof C & string>(name: K) => {
    const operation: C[K] = contract[name];
    methods[name] = (takes, options = {}) => call<C[K]>(operation, takes, options, connection);
  };
  for (const name in contract) add(name);
  return complete(methods, contract);
};

const complete = <C extends Contract>(methods: Partial<Client<C>>, contract: C): Client<C> => {
  const isComplete = (partial: Partial<Client<C>>): partial is Client<C> =>
    Object.keys(contract).every((name) => name in partial);
  if (!isComplete(methods)) throw new Error("An operation has no method.");
  return methods;
};

const Fields = z.record(z.string(), z.unknown());

const call = async <O extends AnyOperation>(
  operation: O,
  takes: z.input<O["takes"]>,
  { key, ifMatch, language }: Options,
  { url, signIn }: Connection,
): Promise<Answered<O>> => {
  const { address, rest, inHeaders } = addressOf(operation, Fields.parse(takes), url);
  const sendsBody = operation.method === "POST" || operation.method === "PUT";
  const response = await fetch(address, {
    method: operation.method,
    headers: {
      accept: "application/json, application/problem+json",
      ...(sendsBody ? { "content-type": "application/json" } : {}),
      ...(operation.duty === "command" ? { "idempotency-key": key ?? newId() } : {}),
      ...(ifMatch === undefined ? {} : { "if-match": `"${ifMatch}"` }),
      ...(language === undefined ? {} : { "accept-language": language }),
      ...inHeaders,
      ...(await signIn?.(operation.method, address.split("?")[0] ?? address)),
    },
    ...(sendsBody ? { body: JSON.stringify(rest) } : {}),
  });
  const { status } = response;
  if (!response.ok) return { ok: false, status, problem: Problem.parse(await response.json()) };
  const body: unknown =
    operation.media === undefined || operation.media === "application/ld+json"
      ? await response.json()
      : await response.text();
  const etag = /^"(\d+)"$/.exec(response.headers.get("etag") ?? "")?.[1];
  const replayed = response.headers.get("idempotency-replayed") === "true";
  return {
    ok: true,
    status,
    value: z.parse<O["gives"]>(operation.gives, body),
    replayed,
    ...(etag === undefined ? {} : { version: Number(etag) }),
  };
};

/** Fields named in the path or as headers go there; of the rest, a read sends the query and a command the body. */
const addressOf = (
  { path, method, headers = [] }: AnyOperation,
  takes: Readonly<Record<string, unknown>>,
  url: string,
) => {
  const rest = { ...takes };
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    delete rest[name];
    return encodeURIComponent(String(takes[name]));
  });
  const inHeaders: Record<string, string> = {};
  for (const name of headers) {
    if (rest[name] !== undefined) inHeaders[name] = String(rest[name]);
    delete rest[name];
  }
  const query = new URLSearchParams();
  if (method === "GET" || method === "DELETE") {
    for (const [name, value] of Object.entries(rest)) {
      for (const each of Array.isArray(value) ? value : [value])
        if (each !== undefined) query.append(name, String(each));
    }
  }
  return { address: `${url.replace(/\/$/, "")}${filled}${query.size > 0 ? `?${query}` : ""}`, rest, inHeaders };
};
