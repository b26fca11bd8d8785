// Written by build.mjs: a file under infra/contexts/ is a context.
import { contract as catalog } from "../functions/catalog/contract.ts";
import { contract as collection } from "../functions/collection/contract.ts";
import { contract as docs } from "../functions/docs/contract.ts";
import { contract as evidence } from "../functions/evidence/contract.ts";
import { contract as identity } from "../functions/identity/contract.ts";
import { contract as inbox } from "../functions/inbox/contract.ts";
import { contract as institutions } from "../functions/institutions/contract.ts";
import { contract as notices } from "../functions/notices/contract.ts";
import { contract as objections } from "../functions/objections/contract.ts";
import { contract as reference } from "../functions/reference/contract.ts";
import { contract as sharing } from "../functions/sharing/contract.ts";

/** Every operation of the platform: what one client calls. */
export const everything = {
  ...catalog,
  ...collection,
  ...docs,
  ...evidence,
  ...identity,
  ...inbox,
  ...institutions,
  ...notices,
  ...objections,
  ...reference,
  ...sharing,
};
