import * as z from "zod";
import { operation } from "../platform/operation.ts";

const readDocs = operation({
  duty: "read",
  method: "GET",
  path: "/docs",
  says: { zh: "接口文档页面", en: "The pages that document the API" },
  cites: [],
  who: "nobody-known",
  power: "anonymous",
  takes: z.strictObject({}),
  gives: z.string(),
  refusals: {},
  example: { takes: {}, gives: "<!doctype html>" },
  media: "text/html",
});

const readDocsScript = operation({
  duty: "read",
  method: "GET",
  path: "/docs/redoc.js",
  says: { zh: "文档页面所用脚本，由平台自己提供", en: "The script of those pages, served by the platform itself" },
  cites: [],
  who: "nobody-known",
  power: "anonymous",
  takes: z.strictObject({}),
  gives: z.string(),
  refusals: {},
  example: { takes: {}, gives: "" },
  media: "text/javascript",
  cacheSeconds: 86_400,
});

const readOpenApi = operation({
  duty: "read",
  method: "GET",
  path: "/openapi.json",
  says: { zh: "接口的OpenAPI 3.1描述", en: "The API described in OpenAPI 3.1" },
  cites: [],
  who: "nobody-known",
  power: "anonymous",
  takes: z.strictObject({}),
  gives: z.string(),
  refusals: {},
  example: { takes: {}, gives: "{}" },
});

export const contract = { readDocs, readDocsScript, readOpenApi };
