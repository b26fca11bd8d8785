import * as evidence from "./contract/evidence.ts";
import { fileObjection, fileObjectionFor, withdrawObjection } from "./contract/filing.ts";
import * as handling from "./contract/handling.ts";
import * as reading from "./contract/reading.ts";

/** What `api` serves. */
export const ordinary = { fileObjection, withdrawObjection, ...handling, ...reading };

/** What names people under the pepper, and opens the quarantine of files. */
export const receiving = { fileObjectionFor, ...evidence };

/** Every operation of objections. */
export const contract = { ...ordinary, ...receiving };
