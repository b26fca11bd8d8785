import type { Table } from "../../platform/store/open.ts";
import { readTogether, wanted } from "../../platform/store/together.ts";
import { wantedGrant } from "../../sharing/index.ts";
import { clients } from "../store.ts";
import type { TokenDeps } from "../use-cases/tokens.ts";

/** Who asks for a token, and the grant it is to be bound to: both consistently and by one BatchGetItem. */
export const openParties =
  ({ dynamo, name }: Pick<Table, "dynamo" | "name">, sharingTable: string): TokenDeps["onRecord"] =>
  async (clientId, grantId) => {
    const client = wanted(clients, name, clientId);
    const grant = grantId === undefined ? undefined : wantedGrant(sharingTable, grantId);
    const found = await readTogether(dynamo, grant === undefined ? [client] : [client, grant]);
    const [theClient, theGrant] = [found(client), grant && found(grant)];
    return {
      ...(theClient === undefined ? {} : { client: theClient.now }),
      ...(theGrant === undefined ? {} : { grant: theGrant.now }),
    };
  };
