export { FACTS, Notice, noticeIdOf } from "./notice.ts";
export { noticeWrites } from "./store.ts";
