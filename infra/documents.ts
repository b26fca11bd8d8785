import { openApiDocument } from "../functions/platform/openapi/document.ts";
import { CONTEXTS } from "./contexts/index.ts";

/** The OpenAPI document of the whole platform, as `build.mjs` lays it beside the function that serves it. */
export const openApi = (): string =>
  JSON.stringify(openApiDocument(Object.fromEntries(CONTEXTS.map(({ name, contract }) => [name, contract]))));
