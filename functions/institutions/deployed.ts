import { deployment } from "../platform/deployment.ts";
import { depsOver } from "./opened.ts";
import type { Deps } from "./use-cases.ts";

const given = deployment();

/** What the register of institutions needs of AWS, for its door. */
export const deployed = { ...given, ...depsOver(given.table) } satisfies Deps & typeof given;
