import { declareStore } from "../platform/store/declare.ts";
import type { Store } from "../platform/store/open.ts";
import { Client } from "./client.ts";
import { ClientEvent } from "./events.ts";

/** Clients by institution. A key belongs to one client, so that it says who calls. */
export const clients = declareStore({
  kind: "client",
  holds: Client,
  announces: ClientEvent,
  id: ({ id }) => id,
  indexes: { byInstitution: (it) => ({ hash: it.institution, range: `${it.registeredOn}#${it.id}` }) },
  claims: (it) =>
    it.keys.map(({ kid }) => ({
      name: `key#${kid}`,
      holds: true,
      refusal: "key-in-use" as const,
      cites: "A47p2" as const,
      label: "/jwk",
    })),
});
export type Clients = Store<typeof clients>;
