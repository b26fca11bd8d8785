import * as z from "zod";

export const ResourceId = z.uuidv7();

/** Who writes the catalogue. */
export const COMPILERS = {
  duty: "command",
  who: ["responsible-department", "district-authority"],
  post: "catalogue-editor",
} as const;
