import { join } from "node:path";
import * as z from "zod";
import { DurableLog } from "../shared/durable.ts";
import { Journal } from "./journal.ts";
import { type Item, isFields, noSuchTable } from "./wire.ts";

/** The place of everything the local cloud creates: the China partition's Beijing region, a made-up account. */
export const REGION = "cn-north-1";
const PLACE = `arn:aws-cn:dynamodb:${REGION}:000000000000`;

export const tableArn = (table: string): string => `${PLACE}:table/${table}`;
export const indexArn = (table: string, index: string): string => `${tableArn(table)}/index/${index}`;
export const streamArn = (table: string, label: string): string => `${tableArn(table)}/stream/${label}`;

/** What the shim knows of a table beyond what the engine keeps. Times are milliseconds on the platform's clock. */
const Table = z.object({
  name: z.string(),
  /** Tells a table from an earlier one of the same name: its journal is another file. */
  id: z.string(),
  createdAt: z.number(),
  /** Hash attribute first, then the range attribute where there is one. */
  keys: z.array(z.string()),
  attributes: z.record(z.string(), z.string()),
  /** `from` is the journal's length when the stream began. */
  stream: z.object({ label: z.string(), from: z.number() }).optional(),
  ttl: z.object({ attribute: z.string() }).optional(),
  recovery: z.object({ since: z.number(), days: z.number() }).optional(),
  /** A table being restored is not there for data yet; a restore that was cut off is done again from this. */
  restore: z.object({ source: z.string(), at: z.number(), done: z.boolean() }).optional(),
});
export type Table = z.infer<typeof Table>;

const Entry = z.union([z.object({ table: Table }), z.object({ gone: z.string() })]);
type Entry = z.infer<typeof Entry>;

/** The register of tables, each with its journal of committed writes. */
export class Tables {
  readonly #folder: string;
  readonly #log: DurableLog<Entry>;
  readonly #known = new Map<string, { readonly table: Table; readonly journal: Journal }>();

  constructor(folder: string) {
    this.#folder = folder;
    this.#log = new DurableLog<Entry>(join(folder, "tables.log"));
    const last = new Map<string, Table>();
    for (const entry of this.#log.entries((line) => Entry.parse(line))) {
      if ("gone" in entry) last.delete(entry.gone);
      else last.set(entry.table.name, entry.table);
    }
    this.#log.compact([...last.values()].map((table) => ({ table })));
    for (const table of last.values()) this.#known.set(table.name, { table, journal: this.#journalOf(table) });
  }

  all(): Table[] {
    return [...this.#known.values()].map(({ table }) => table);
  }

  find(name: string): Table | undefined {
    return this.#known.get(name)?.table;
  }

  /** Throws ResourceNotFoundException. */
  get(name: string): Table {
    return this.#entry(name).table;
  }

  /** Throws ResourceNotFoundException. */
  journal(name: string): Journal {
    return this.#entry(name).journal;
  }

  /** Keeps a new table, or new settings of a known one. */
  save(table: Table): void {
    this.#log.append({ table });
    const journal = this.#known.get(table.name)?.journal ?? this.#journalOf(table);
    this.#known.set(table.name, { table, journal });
  }

  remove(name: string): void {
    this.#log.append({ gone: name });
    this.#known.get(name)?.journal.remove();
    this.#known.delete(name);
  }

  close(): void {
    for (const { journal } of this.#known.values()) journal.close();
    this.#log.close();
  }

  #entry(name: string) {
    const known = this.#known.get(name);
    if (known === undefined) throw noSuchTable(name);
    return known;
  }

  #journalOf(table: Table): Journal {
    return new Journal(join(this.#folder, "journals", `${table.name}.${table.id}`));
  }
}

/** The key of an item; undefined when an attribute of the key is missing or has another type than declared. */
export const keyOf = (table: Table, item: Item): Item | undefined => {
  const key: Record<string, unknown> = {};
  for (const name of table.keys) {
    const value = item[name];
    const type = table.attributes[name];
    if (!isFields(value) || type === undefined || typeof value[type] !== "string" || value[type] === "")
      return undefined;
    key[name] = value;
  }
  return key;
};

/** One text per key, so that keys can be compared; numbers are compared by value, as the engine does. */
export const keyText = (table: Table, key: Item): string => {
  const parts = table.keys.map((name) => {
    const value = key[name];
    if (!isFields(value)) return "";
    const number = value["N"];
    return typeof number === "string" ? plainNumber(number) : (value["S"] ?? value["B"]);
  });
  return JSON.stringify([table.name, ...parts]);
};

/** "1.50", "15e-1" and "1.5" are one number: digits without outer zeros, and the power of ten they stand at. */
const plainNumber = (text: string): string => {
  const [, sign = "", whole = "", fraction = "", power = "0"] =
    /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text.trim()) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const bare = digits.replace(/0+$/, "");
  const exponent = Number(power) - fraction.length + digits.length - bare.length;
  return bare === "" ? "0" : `${sign === "-" ? "-" : ""}${bare}e${exponent}`;
};
