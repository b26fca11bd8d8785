import * as z from "zod";
import { PLACE } from "./place.ts";
import { Finding } from "./refused.ts";

/** What an expression of a template may ask for. */
type Lookup = {
  ref(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  condition(name: string): unknown;
  mapping(map: string, top: string, second: string): unknown;
};

const NO_VALUE = Symbol("AWS::NoValue");

const PSEUDO = new Map<string, unknown>([
  ["AWS::Region", PLACE.region],
  ["AWS::Partition", PLACE.partition],
  ["AWS::AccountId", PLACE.account],
  ["AWS::URLSuffix", PLACE.urlSuffix],
  ["AWS::NoValue", NO_VALUE],
]);

const Text = z.string();
const Pair = z.tuple([z.unknown(), z.unknown()]);
const Triple = z.tuple([z.unknown(), z.unknown(), z.unknown()]);
const Several = z.array(z.unknown());
const Names = z.record(z.string(), z.unknown());

/**
 * Resolves the intrinsic functions of a template. Takes an expression as it stands in the JSON and gives plain data;
 * throws a Finding at a function that the local cloud does not know, an export, or a dynamic reference.
 */
export class Resolver {
  readonly #lookup: Lookup;

  constructor(lookup: Lookup) {
    this.#lookup = lookup;
  }

  /** The value of an expression; `undefined` where it is AWS::NoValue. */
  resolve(expression: unknown): unknown {
    const value = this.#value(expression);
    return value === NO_VALUE ? undefined : value;
  }

  /** Whether a condition of the template holds. */
  holds(expression: unknown): boolean {
    const [name, argument] = onlyEntry(expression) ?? [];
    switch (name) {
      case "Condition":
        return this.holds(this.#lookup.condition(Text.parse(argument)));
      case "Fn::Equals": {
        const [left, right] = Pair.parse(argument);
        return JSON.stringify(this.resolve(left)) === JSON.stringify(this.resolve(right));
      }
      case "Fn::And":
        return Several.parse(argument).every((one) => this.holds(one));
      case "Fn::Or":
        return Several.parse(argument).some((one) => this.holds(one));
      case "Fn::Not":
        return !Several.parse(argument).some((one) => this.holds(one));
      default:
        throw new Finding(`a condition cannot use ${name ?? JSON.stringify(expression)}`);
    }
  }

  #value(expression: unknown): unknown {
    if (typeof expression === "string") return refuseDynamic(expression);
    if (Array.isArray(expression)) return expression.map((one) => this.#value(one)).filter((one) => one !== NO_VALUE);
    if (typeof expression !== "object" || expression === null) return expression;
    const [name, argument] = onlyEntry(expression) ?? [];
    if (name === "Ref") return this.#ref(Text.parse(argument));
    if (name?.startsWith("Fn::")) return this.#call(name, argument);
    const entries = Object.entries(expression).map(([key, value]): [string, unknown] => [key, this.#value(value)]);
    return Object.fromEntries(entries.filter(([, value]) => value !== NO_VALUE));
  }

  #call(name: string, argument: unknown): unknown {
    switch (name) {
      case "Fn::GetAtt":
        return this.#attribute(typeof argument === "string" ? splitOnce(argument) : argument);
      case "Fn::Sub":
        return this.#substitute(argument);
      case "Fn::Join": {
        const [separator, parts] = Pair.parse(argument);
        return this.#texts(parts).join(Text.parse(separator));
      }
      case "Fn::Select": {
        const [index, from] = Pair.parse(argument);
        const chosen = Several.parse(this.#value(from))[Number(this.#value(index))];
        if (chosen === undefined) throw new Finding(`Fn::Select finds nothing at ${JSON.stringify(index)}`);
        return chosen;
      }
      case "Fn::Split": {
        const [separator, text] = Pair.parse(argument);
        return Text.parse(this.#value(text)).split(Text.parse(separator));
      }
      case "Fn::If": {
        const [condition, yes, no] = Triple.parse(argument);
        return this.#value(this.holds({ Condition: condition }) ? yes : no);
      }
      case "Fn::FindInMap": {
        const [map, top, second] = this.#texts(Triple.parse(argument));
        return this.#lookup.mapping(map ?? "", top ?? "", second ?? "");
      }
      case "Fn::Base64":
        return Buffer.from(Text.parse(this.#value(argument))).toString("base64");
      case "Fn::ImportValue":
        throw new Finding("Fn::ImportValue: nothing is exported between stacks, pass names or parameters");
      default:
        throw new Finding(`${name} is not supported`);
    }
  }

  #ref(name: string): unknown {
    return PSEUDO.has(name) ? PSEUDO.get(name) : this.#lookup.ref(name);
  }

  #attribute(argument: unknown): unknown {
    const [logicalId, attribute] = Pair.parse(argument);
    return this.#lookup.attribute(Text.parse(logicalId), Text.parse(this.#value(attribute)));
  }

  #texts(parts: unknown): string[] {
    return Several.parse(this.#value(parts)).map(asText);
  }

  #substitute(argument: unknown): string {
    const [template, given] = typeof argument === "string" ? [argument, {}] : Pair.parse(argument);
    const names = Names.parse(given);
    return Text.parse(template).replace(/\$\{([^}]+)\}/g, (_whole, name: string) => {
      if (name.startsWith("!")) return `\${${name.slice(1)}}`;
      if (name in names) return asText(this.#value(names[name]));
      if (!name.startsWith("AWS::") && name.includes(".")) return asText(this.#attribute(splitOnce(name)));
      return asText(this.#ref(name));
    });
  }
}

const onlyEntry = (expression: unknown): [string, unknown] | undefined => {
  if (typeof expression !== "object" || expression === null || Array.isArray(expression)) return undefined;
  const entries = Object.entries(expression);
  return entries.length === 1 ? entries[0] : undefined;
};

const splitOnce = (path: string): [string, string] => {
  const dot = path.indexOf(".");
  return [path.slice(0, dot), path.slice(dot + 1)];
};

const asText = (value: unknown): string => {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new Finding(`text is expected where ${JSON.stringify(value)} stands`);
};

const refuseDynamic = (text: string): string => {
  if (text.includes("{{resolve:")) throw new Finding(`dynamic reference ${text}`);
  return text;
};
