import { objections } from "./store/objections.ts";

/** Every kind of record of objections; figures are counted beside them. */
export const stores = [objections] as const;
