import * as deciding from "./contract/deciding.ts";
import * as reading from "./contract/reading.ts";
import * as writing from "./contract/writing.ts";

/** Every operation of the catalogue: what these files export. */
export const contract = { ...writing, ...deciding, ...reading };
