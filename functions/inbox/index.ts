export { About, type Opening, taskIdOf } from "./task.ts";
