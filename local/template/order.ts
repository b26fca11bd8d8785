import type { RawResource } from "./manifest.ts";
import { Finding } from "./refused.ts";

/** The logical ids of a stack in an order in which each comes after all that it names or depends on. */
export const provisioningOrder = (resources: Readonly<Record<string, RawResource>>): string[] => {
  const ordered = new Set<string>();
  const place = (id: string, above: readonly string[]): void => {
    if (ordered.has(id)) return;
    if (above.includes(id)) throw new Finding(`a circle of dependencies: ${[...above, id].join(" → ")}`);
    const resource = resources[id];
    if (resource === undefined) return;
    const named = new Set([resource.DependsOn].flat());
    collect(resource.Properties, named);
    for (const other of named) if (other in resources) place(other, [...above, id]);
    ordered.add(id);
  };
  for (const id of Object.keys(resources)) place(id, []);
  return [...ordered];
};

const collect = (value: unknown, into: Set<string>): void => {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === "Ref" && typeof inner === "string") into.add(inner);
    if (key === "Fn::GetAtt") into.add(String(Array.isArray(inner) ? inner[0] : inner).split(".")[0] ?? "");
    if (key === "Fn::Sub") for (const name of namesIn(Array.isArray(inner) ? inner[0] : inner)) into.add(name);
    collect(inner, into);
  }
};

const namesIn = (template: unknown): string[] =>
  [...String(template).matchAll(/\$\{([^}!.:]+)[^}]*\}/g)].map(([, name]) => name ?? "");
