import * as z from "zod";
import { newId } from "../functions/platform/id.ts";
import { Principal } from "../functions/platform/principal.ts";
import type { Grant } from "../functions/sharing/grant.ts";
import { aHolder, anAssertion, anIdentity, aProof, asking, HOST, POLICE, TOKEN_URL } from "../test/identity/support.ts";
import type { OpenTable } from "../test/support/table.ts";

const METHOD = "POST";
const Token = z.object({ access_token: z.string() });
const Context = z.object({ principal: z.string().transform((text) => Principal.parse(JSON.parse(text))) });

/** A system of an agency with a token bound to this grant, and the gateway's own question who it is. */
export const aCaller = async (at: OpenTable, grant: Grant) => {
  const identity = await anIdentity({ at });
  await identity.put(POLICE);
  await identity.give(grant);
  const holder = await aHolder();
  const client = (await identity.register(holder)).id;
  const details = {
    grant_type: "client_credentials",
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: await anAssertion(holder, client, identity.now()),
    authorization_details: JSON.stringify([{ type: "onenet_exchange", grant: grant.id }]),
  };
  const dpop = [await aProof(holder, { method: METHOD, url: TOKEN_URL, now: identity.now() })];
  const said = await identity.ask("issueToken", details, { form: true, headers: { dpop }, key: newId() });
  const { access_token: token } = Token.parse(said.body);
  const path = `/exchange/${grant.resource}`;
  const url = `https://${HOST}/v1${path}`;
  return {
    /** Proofs for so many calls; the caller's own work, done before anything is measured. */
    proofs: (calls: number): Promise<string[]> =>
      Promise.all(
        Array.from({ length: calls }, () => aProof(holder, { method: METHOD, url, token, now: identity.now() })),
      ),
    /** Whom the gateway lets in with this proof: token, proof, registers, and that the proof is new. */
    letIn: async (proof: string): Promise<Principal> => {
      const asked = { authorization: [`DPoP ${token}`], dpop: [proof], method: METHOD, path };
      return Context.parse((await identity.handler(asking(asked))).context).principal;
    },
    calls: identity.calls,
    close: identity.close,
  };
};
