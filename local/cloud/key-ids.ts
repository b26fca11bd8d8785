import * as z from "zod";
import { type Assembly, readAssembly } from "../template/assembly.ts";
import { rolesOf } from "../template/roles.ts";
import { Resource } from "../template/support.ts";
import { ofType } from "./provision/of-type.ts";

const VERSION_AT = 14;
const VARIANT_AT = 19;

/** The same identifier with the marks that RFC 9562 asks of a UUID. */
const asUuid = (id: string): string =>
  `${id.slice(0, VERSION_AT)}8${id.slice(VERSION_AT + 1, VARIANT_AT)}8${id.slice(VARIANT_AT + 1)}`;

/**
 * Reads an assembly whose key ids KMS takes: the reader derives them as 36 hexadecimal characters, KMS keeps nothing
 * but UUIDs. Whatever names a key names it by the same id afterwards.
 */
export const readAssemblyForKms = (...given: Parameters<typeof readAssembly>): Assembly => {
  const assembly = readAssembly(...given);
  let text = JSON.stringify(assembly.resources);
  for (const { name } of ofType(assembly, "AWS::KMS::Key")) text = text.replaceAll(name, asUuid(name));
  const resources = z.array(Resource).parse(JSON.parse(text));
  return { ...assembly, resources, roles: rolesOf(resources) };
};
