import { contract } from "../../functions/reference/contract.ts";
import { stores } from "../../functions/reference/store.ts";
import { context } from "../context.ts";

export const reference = context({
  name: "reference",
  contract,
  stores,
  powers: { anonymous: { memory: 256 } },
});
