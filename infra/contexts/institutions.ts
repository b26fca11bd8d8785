import { contract } from "../../functions/institutions/contract.ts";
import { stores } from "../../functions/institutions/store.ts";
import { context } from "../context.ts";

export const institutions = context({ name: "institutions", contract, stores });
