import * as z from "zod";
import { CreditCode } from "../kernel/credit-code.ts";

const OfClient = z.object({ institution: CreditCode });

/** What happened to a system's right to call. Keys are named by their thumbprints. */
export const ClientEvent = z.discriminatedUnion("type", [
  OfClient.extend({ type: z.literal("identity.client-registered.v1"), kid: z.string() }),
  OfClient.extend({ type: z.literal("identity.key-rotated.v1"), kid: z.string() }),
  OfClient.extend({ type: z.literal("identity.client-revoked.v1") }),
]);
export type ClientEvent = z.infer<typeof ClientEvent>;
