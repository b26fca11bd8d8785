import { deployment } from "../../platform/deployment.ts";
import { depsOver } from "../opened.ts";

const { tableOf, ...given } = deployment();
const told = { catalog: tableOf("catalog").name, institutions: tableOf("institutions").name };

/** What collecting needs of AWS. */
export const collecting = { ...given, ...depsOver(given.table, told) };

/** Tables of neighbours. */
export { tableOf };
