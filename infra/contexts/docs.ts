import { contract } from "../../functions/docs/contract.ts";
import { context } from "../context.ts";

export const docs = context({ name: "docs", contract, stores: [], powers: { anonymous: { memory: 256 } } });
