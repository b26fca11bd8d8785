import { bodies } from "./contract/bodies.ts";
import { posts } from "./contract/posts.ts";
import { charges } from "./contract/responsibilities.ts";

export const contract = { ...bodies, ...charges, ...posts };
