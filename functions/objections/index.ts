export { ObjectionDecided, ObjectionHandedOver, ObjectionReceived, ObjectionWithdrawn } from "./events/objecting.ts";
export { Objection } from "./objection.ts";
export { type FindObjection, openObjections } from "./store/reader.ts";
