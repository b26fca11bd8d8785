import { v7 } from "uuid";

/** A new record's id: sortable by time, unguessable, and the same in every Node version. */
export const newId = (): string => v7();
