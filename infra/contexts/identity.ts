import { contract } from "../../functions/identity/contract.ts";
import type { AuthorizerSettings, KeysSettings, SealSettings } from "../../functions/identity/settings.ts";
import { clients } from "../../functions/identity/store.ts";
import { context, type SettingsOf, type Wiring } from "../context.ts";
import { seededInstitutions } from "../institutions.ts";
import { Names } from "../names.ts";
import { subjects } from "../subjects.ts";

const signingKeys = ({ stage, keyArn }: Wiring): string[] => stage.signingKeys.map(keyArn);

/** Who we are in tokens, and the keys that sign them; where the API is known under an address of its own, that too. */
const tokens = (wiring: Wiring): SettingsOf<typeof KeysSettings> => {
  const { publicUrl } = wiring.stage;
  return {
    TOKEN_ISSUER: new Names(wiring.stage).issuer(),
    SIGNING_KEYS: signingKeys(wiring).join(","),
    ...(publicUrl === undefined ? {} : { PUBLIC_URL: publicUrl }),
  };
};

/** The public halves, to check tokens and to publish them. */
const readKeys = (wiring: Wiring) => ({ actions: ["kms:GetPublicKey"], resources: signingKeys(wiring) });

export const identity = context({
  name: "identity",
  contract,
  stores: [clients],
  authorizer: {
    settings: (wiring): SettingsOf<typeof AuthorizerSettings> => ({
      ...tokens(wiring),
      ISSUERS: JSON.stringify(wiring.stage.issuers),
      INSTITUTIONS_TABLE: wiring.table("institutions"),
      OWN_PLANS: seededInstitutions().join(","),
      ...subjects.settings(wiring),
    }),
    uses: [],
    grants: (wiring) => [
      readKeys(wiring),
      // Institution, member of staff and client by one call.
      {
        actions: ["dynamodb:BatchGetItem"],
        resources: [wiring.tableArn("institutions"), wiring.tableArn("identity")],
      },
      // A proof of possession is accepted once.
      { actions: ["dynamodb:PutItem"], resources: [wiring.tableArn("identity")] },
      // A person whose issuer vouches for their number is a subject.
      ...subjects.grants(wiring),
    ],
    // Asked before every request, so its cold start is everybody's: more memory is a faster processor.
    memory: 1024,
    timeoutSeconds: 10,
  },
  powers: {
    seal: {
      settings: (wiring): SettingsOf<typeof SealSettings> => ({
        ...tokens(wiring),
        SHARING_TABLE: wiring.table("sharing"),
      }),
      uses: [],
      grants: (wiring) => [
        // The first key signs; the others are only published.
        { actions: ["kms:Sign"], resources: signingKeys(wiring).slice(0, 1) },
        // The client, and the grant that the token is bound to, by one call.
        { actions: ["dynamodb:BatchGetItem"], resources: [wiring.tableArn("identity"), wiring.tableArn("sharing")] },
        { actions: ["dynamodb:PutItem"], resources: [wiring.tableArn("identity")] },
      ],
    },
    anonymous: {
      settings: tokens,
      uses: [],
      grants: (wiring) => [readKeys(wiring)],
      memory: 256,
    },
  },
});
