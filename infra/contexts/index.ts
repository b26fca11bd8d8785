import type { ContextDeclaration } from "../context.ts";

/** Every context of the platform, in the order of the map in README.md. */
export const CONTEXTS: readonly ContextDeclaration[] = [];
