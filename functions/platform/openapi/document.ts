import * as z from "zod";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from "zod-openapi";
import { ARTICLES } from "../../../law/articles.ts";
import { LIMITS } from "../../kernel/limits.ts";
import type { AnyOperation, Text } from "../operation.ts";
import { labelOf, Problem } from "../problem.ts";
import { PLATFORM_REFUSALS } from "../refusals.ts";
import type { Contexts } from "./gateway.ts";

/** The true description of the API for people and tools (OpenAPI 3.1): every schema, refusal, article and example. */
export const openApiDocument = (contexts: Contexts) => {
  const paths: ZodOpenApiPathsObject = {};
  for (const [context, contract] of Object.entries(contexts)) {
    for (const [name, operation] of Object.entries(contract)) {
      paths[operation.path] = {
        ...paths[operation.path],
        [operation.method.toLowerCase()]: describe(context, name, operation),
      };
    }
  }
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "上海市公共数据和一网通办平台 · Public data and one-net services of Shanghai",
      version: "1.0.0",
      description: INTRODUCTION,
    },
    servers: [{ url: "/" }],
    tags: Object.keys(contexts).map((context) => ({ name: context })),
    paths,
    components: {
      securitySchemes: {
        agency: {
          type: "http",
          scheme: "DPoP",
          description: "机构系统：`/oauth/token`签发并以DPoP绑定的令牌。Agencies: a DPoP-bound token.",
        },
        person: {
          type: "http",
          scheme: "bearer",
          description: "工作人员和个人：受信任身份提供方的令牌。Staff and persons: a trusted issuer's token.",
        },
      },
    },
  });
};

const INTRODUCTION = [
  "每项操作都注明所依据的条款；被拒绝时返回`application/problem+json`，其中`code`稳定不变，`articles`给出条款。",
  "Every operation names the articles it serves. A refusal is a problem document (RFC 9457): `code` is stable, `articles` says why.",
  "",
  "写操作须带`Idempotency-Key`（8至128个可见字符）：重复发送得到第一次的答复。单条记录的答复带`ETag`，写操作可以用`If-Match`带回，防止覆盖他人的修改。",
  "Commands take an `Idempotency-Key` (8 to 128 visible characters); a repeat gets the first answer. The answer about one record has an `ETag`; a command may send it back in `If-Match`, which keeps two people from overwriting each other.",
  "",
  "登录：`Authorization: Bearer <令牌>`（人员），或者以DPoP绑定的令牌（系统）。`Accept-Language: en`使拒绝以英文说明。",
  "Sign in with `Authorization: Bearer <token>` (people), or a DPoP-bound token (systems). `Accept-Language: en` has refusals explained in English.",
].join("\n");

const describe = (context: string, name: string, operation: AnyOperation): ZodOpenApiOperationObject => {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, field = ""]) => field);
  const inPath = Object.fromEntries(Object.entries(operation.takes.shape).filter(([field]) => names.includes(field)));
  const { headers = [], form } = operation;
  const inHeaders = Object.fromEntries(
    Object.entries(operation.takes.shape).filter(([field]) => headers.includes(field)),
  );
  const elsewhere = [...names, ...headers];
  const rest = Object.fromEntries(
    Object.entries(operation.takes.shape).filter(([field]) => !elsewhere.includes(field)),
  );
  const sendsBody = operation.method === "POST" || operation.method === "PUT";
  const { path: exampleOfPath, body: exampleOfBody } = split(operation.example.takes, names, headers);
  return {
    operationId: name,
    tags: [context],
    summary: `${operation.says.zh} · ${operation.says.en}`,
    description: descriptionOf(operation, exampleOfPath),
    ...(operation.who === "nobody-known" ? { security: [] } : { security: [{ agency: [] }, { person: [] }] }),
    requestParams: {
      ...(names.length > 0 ? { path: z.object(inPath) } : {}),
      ...(!sendsBody && Object.keys(rest).length > 0 ? { query: z.object(rest) } : {}),
      header: z.object({ ...inHeaders, ...(operation.duty === "command" && !form ? COMMAND_HEADERS : {}) }),
    },
    ...(sendsBody && Object.keys(rest).length > 0
      ? {
          requestBody: {
            required: true,
            content: {
              [operation.form ? "application/x-www-form-urlencoded" : "application/json"]: {
                schema: z.strictObject(rest),
                example: exampleOfBody,
              },
            },
          },
        }
      : {}),
    responses: {
      [operation.creates ? "201" : "200"]: {
        description: operation.says.zh,
        ...(operation.tells === undefined ? {} : { headers: headersOf(operation.tells) }),
        content: {
          [operation.media ?? "application/json"]: { schema: operation.gives, example: operation.example.gives },
        },
      },
      ...refusalsOf(operation),
    },
  };
};

const headersOf = (tells: Readonly<Record<string, Text>>) =>
  z.object(
    Object.fromEntries(
      Object.entries(tells).map(([name, { zh, en }]) => [name, z.string().meta({ description: `${zh} · ${en}` })]),
    ),
  );

const COMMAND_HEADERS = {
  "Idempotency-Key": z
    .string()
    .min(8)
    .max(LIMITS.idempotencyKeyCharacters)
    .meta({ example: "0199b2c4-7a10-7cc0-8a55-3f1f6c5f2d11" }),
  "If-Match": z
    .string()
    .meta({ description: "`ETag` of the record as it was read; another one now is refused", example: '"3"' })
    .exactOptional(),
};

const split = (takes: unknown, names: readonly string[], headers: readonly string[]) => {
  const fields = Object.entries(z.record(z.string(), z.unknown()).parse(takes));
  return {
    path: Object.fromEntries(fields.filter(([field]) => names.includes(field))),
    body: Object.fromEntries(fields.filter(([field]) => !names.includes(field) && !headers.includes(field))),
  };
};

const descriptionOf = ({ who, post, cites, refusals }: AnyOperation, exampleOfPath: unknown): string => {
  const callers = typeof who === "string" ? who : who.join(", ");
  const articles = cites.map((id) => `- **${labelOf(id, "zh")}**（${id}）${ARTICLES[id].zh} — ${ARTICLES[id].en}`);
  const codes = Object.entries(refusals).map(
    ([code, { status, zh, en }]) => `| \`${code}\` | ${status} | ${zh} · ${en} |`,
  );
  return [
    `谁可以办理 / who: \`${callers}\`${post === undefined ? "" : `，岗位 / post: \`${post}\``}`,
    ...(Object.keys(Object(exampleOfPath)).length > 0 ? [`路径示例 / path: \`${JSON.stringify(exampleOfPath)}\``] : []),
    ...(articles.length > 0 ? ["", ...articles] : []),
    ...(codes.length > 0 ? ["", "| code | HTTP | |", "|---|---|---|", ...codes] : []),
  ].join("\n");
};

/** Refusals by status: those of the operation, and those that the platform may give to any. */
const refusalsOf = (operation: AnyOperation) => {
  const byStatus = new Map<string, string[]>();
  const common =
    operation.duty === "command" && !operation.form
      ? Object.entries(PLATFORM_REFUSALS)
      : Object.entries(PLATFORM_REFUSALS).filter(([code]) => code !== "idempotency-key-missing");
  for (const [code, { status }] of [...Object.entries(operation.refusals), ...common]) {
    byStatus.set(String(status), [...(byStatus.get(String(status)) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      { description: codes.join(", "), content: { "application/problem+json": { schema: Problem } } },
    ]),
  );
};
