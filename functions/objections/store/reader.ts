import { openStore, type Table } from "../../platform/store/open.ts";
import { objections } from "./objections.ts";

/** For neighbours: finds an objection in the table of objections, consistently; who hands on what it says answers for it. */
export const openObjections = (table: Table) => {
  const { find } = openStore(objections, table);
  return find;
};
export type FindObjection = ReturnType<typeof openObjections>;
