import findMyWay from "find-my-way";
import type { Operation } from "./api.ts";

/** The operation that a request is for, and the parameters of its path, decoded. */
export type Route = { readonly operation: Operation; readonly parameters: Readonly<Record<string, string>> };

type Resource = { readonly parts: readonly string[]; readonly byMethod: ReadonlyMap<string, Operation> };

/**
 * Finds the operation of a method and a path as it was sent. Like the real gateway it chooses the resource first
 * (a literal before a parameter before a greedy one) and only then asks for the method; a final slash is ignored.
 */
export const routerOf = (operations: readonly Operation[]): ((method: string, path: string) => Route | undefined) => {
  const router = findMyWay({ ignoreTrailingSlash: true, maxParamLength: 10_240 });
  const resources = new Map<string, Resource>();
  for (const path of new Set(operations.map((operation) => operation.path))) {
    const members = operations.filter((operation) => operation.path === path);
    const parts = path === "/" ? [] : path.slice(1).split("/");
    const pattern = `/${parts.map((part, at) => patternOf(part, at)).join("/")}`;
    resources.set(pattern, { parts, byMethod: new Map(members.map((it) => [it.method, it])) });
    router.on("GET", pattern, () => undefined, pattern);
  }
  return (method, path) => {
    const found = router.find("GET", path);
    const resource = found === null ? undefined : resources.get(String(found.store));
    const operation = resource?.byMethod.get(method) ?? resource?.byMethod.get("ANY");
    if (resource === undefined || operation === undefined) return undefined;
    const sent = path.slice(1).split("/");
    const parameters = resource.parts.flatMap((part, at): [string, string][] => {
      if (!part.startsWith("{")) return [];
      if (part.endsWith("+}")) return [[part.slice(1, -2), decodeURIComponent(sent.slice(at).join("/"))]];
      return [[part.slice(1, -1), decodeURIComponent(sent[at] ?? "")]];
    });
    // The real gateway has no empty parameters: such a path is no resource.
    if (parameters.some(([, value]) => value === "")) return undefined;
    return { operation, parameters: Object.fromEntries(parameters) };
  };
};

/** Parameters are numbered: names may hold characters that mean something to the router. */
const patternOf = (part: string, at: number): string => {
  if (part.endsWith("+}")) return "*";
  return part.startsWith("{") ? `:p${at}` : part.replaceAll(":", "::");
};
