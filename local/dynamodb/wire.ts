import { ServiceFault } from "../shared/fault.ts";

/** A JSON object of the wire protocol whose shape is not yet known. */
export type Fields = Readonly<Record<string, unknown>>;

/** An item or a key in the wire's own notation: attribute name to `{ S: … }`, `{ N: … }` and so on. */
export type Item = Readonly<Record<string, unknown>>;

/** What goes back over HTTP: the engine's bytes as they came, or a body of our own. */
export type Answer = { readonly status: number; readonly body: Buffer | string };

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

export const ok = (output: unknown): Answer => ({ status: 200, body: JSON.stringify(output) });

export const faulted = (fault: ServiceFault): Answer => ({
  status: fault.status,
  body: JSON.stringify({
    __type: `com.amazonaws.dynamodb.v20120810#${fault.name}`,
    message: fault.message,
    ...fault.details,
  }),
});

export const invalid = (message: string): ServiceFault => new ServiceFault("ValidationException", message);

export const noSuchTable = (table: string): ServiceFault =>
  new ServiceFault("ResourceNotFoundException", `Requested resource not found: Table: ${table} not found`);
