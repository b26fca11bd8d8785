export { Access } from "./access.ts";
export { accessWrites, openAccesses } from "./store.ts";
