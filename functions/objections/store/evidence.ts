import type { Evidence } from "../objection.ts";

/** How a file of evidence lies in the quarantine, apart from files of data. */
export const fileOf = ({ id, size, sha256 }: Evidence) => ({ key: `objections/${id}`, bytes: size, sha256 });
