import * as z from "zod";
import { Day } from "../../kernel/day.ts";
import { LIMITS } from "../../kernel/limits.ts";
import { PlainText } from "../../kernel/text.ts";
import { operation } from "../../platform/operation.ts";
import { PageFields, pageOf } from "../../platform/page.ts";
import { COMMAND, COMMON, PAGED, UNKNOWN } from "../../platform/refusals.ts";
import { Client, ClientFields } from "../client.ts";
import { PublicJwk } from "../public-key.ts";
import { A_CLIENT, A_KEY, ANOTHER_KEY, aClient } from "./examples.ts";

const keeper = { who: ["institution"], post: "registrar" } as const;
const KEY_IN_USE = {
  "key-in-use": { status: 409, zh: "该公钥已登记", en: "This key is registered already" },
} as const;
const REVOKED = {
  "client-revoked": { status: 409, zh: "该系统的登记已吊销", en: "The client was revoked" },
} as const;

const registerClient = operation({
  duty: "command",
  method: "POST",
  path: "/identity/clients",
  says: { zh: "登记本机构系统及其公钥", en: "Register a system of my institution with its public key" },
  cites: ["A47p2"],
  ...keeper,
  creates: true,
  takes: z.strictObject(ClientFields),
  gives: Client,
  refusals: { ...COMMAND, ...KEY_IN_USE },
  example: { takes: { name: aClient.name, purposes: aClient.purposes, jwk: A_KEY }, gives: aClient },
});

const rotateKey = operation({
  duty: "command",
  method: "POST",
  path: "/identity/clients/{id}/keys",
  says: {
    zh: "更换系统公钥，旧钥可并行一段时间",
    en: "Give a system a new key; the old one may stand beside it for a while",
  },
  cites: ["A47p2"],
  ...keeper,
  takes: z.strictObject({
    id: z.uuid(),
    jwk: PublicJwk,
    oldUntil: Day.meta({
      description: "Last day of the old key, at most 30 days on; absent: it ends at once",
    }).exactOptional(),
  }),
  gives: Client,
  refusals: {
    ...COMMON,
    ...KEY_IN_USE,
    ...REVOKED,
    "two-keys-already": { status: 409, zh: "已有两把有效公钥", en: "It has two good keys already" },
    "overlap-too-long": {
      status: 422,
      zh: "旧钥最长可并行30日",
      en: "An old key may stand beside the new one for 30 days at most",
    },
  },
  example: { takes: { id: A_CLIENT, jwk: ANOTHER_KEY, oldUntil: "2026-12-01" }, gives: aClient },
});

const revokeClient = operation({
  duty: "command",
  method: "POST",
  path: "/identity/clients/{id}/revocation",
  says: { zh: "吊销系统登记，立即生效", en: "Revoke a system's registration, at once" },
  cites: ["A47p2"],
  ...keeper,
  takes: z.strictObject({ id: z.uuid(), because: PlainText(LIMITS.writtenCharacters) }),
  gives: Client,
  refusals: { ...COMMON, ...KEY_IN_USE, ...REVOKED },
  example: {
    takes: { id: A_CLIENT, because: "系统下线" },
    gives: { ...aClient, status: "revoked", revokedOn: "2026-11-25", because: "系统下线" },
  },
});

const readClient = operation({
  duty: "read",
  method: "GET",
  path: "/identity/clients/{id}",
  says: { zh: "查询本机构系统的登记", en: "Read the registration of a system of my institution" },
  cites: ["A47p2"],
  who: ["institution"],
  takes: z.strictObject({ id: z.uuid() }),
  gives: Client,
  refusals: UNKNOWN,
  example: { takes: { id: A_CLIENT }, gives: aClient },
});

const listClients = operation({
  duty: "read",
  method: "GET",
  path: "/identity/clients",
  says: { zh: "列出本机构登记的系统", en: "List the registered systems of my institution" },
  cites: ["A47p2"],
  who: ["institution"],
  takes: z.strictObject(PageFields),
  gives: pageOf(Client),
  refusals: PAGED,
  example: { takes: {}, gives: { items: [aClient] } },
});

export const registration = { registerClient, rotateKey, revokeClient, readClient, listClients };
