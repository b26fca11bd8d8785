import { attributeOf, type Identity, identify, type Unresolved, type Urls } from "./identity.ts";
import type { RawResource, Stack } from "./manifest.ts";
import { PLACE, steadyUuid } from "./place.ts";
import { Finding } from "./refused.ts";
import { Resolver } from "./resolver.ts";

const FROM_PARAMETER_STORE = "AWS::SSM::Parameter::Value<String>";

/** One stack while it is resolved: what its references, attributes, conditions and mappings mean. */
export class Scope {
  readonly stack: Stack;
  readonly resolver: Resolver;
  readonly #urls: Urls;
  readonly #stored: ReadonlyMap<string, string>;
  readonly #asking: string[] = [];

  /** `stored` holds the parameters that the stacks before this one have written. */
  constructor(stack: Stack, urls: Urls, stored: ReadonlyMap<string, string>) {
    this.stack = stack;
    this.#urls = urls;
    this.#stored = stored;
    this.resolver = new Resolver({
      ref: (name) => this.#ref(name),
      attribute: (logicalId, attribute) =>
        this.#once(`${logicalId}.${attribute}`, () => attributeOf(this.#unresolved(logicalId), attribute, urls)),
      condition: (name) => {
        if (!(name in stack.template.Conditions)) throw new Finding(`there is no condition ${name}`);
        return stack.template.Conditions[name];
      },
      mapping: (map, top, second) => {
        const found = stack.template.Mappings[map]?.[top]?.[second];
        if (found === undefined) throw new Finding(`the mapping ${map} has nothing at ${top}, ${second}`);
        return found;
      },
    });
  }

  exists(resource: RawResource): boolean {
    return resource.Condition === undefined || this.resolver.holds({ Condition: resource.Condition });
  }

  identity(logicalId: string): Identity {
    return this.#once(logicalId, () => identify(this.#unresolved(logicalId), this.#urls));
  }

  #ref(name: string): unknown {
    if (name === "AWS::StackName") return this.stack.name;
    if (name === "AWS::StackId") {
      const id = `stack/${this.stack.name}/${steadyUuid(this.stack.name)}`;
      return `arn:${PLACE.partition}:cloudformation:${PLACE.region}:${PLACE.account}:${id}`;
    }
    if (name in this.stack.template.Parameters) return this.#parameter(name);
    return this.identity(name).ref;
  }

  #parameter(name: string): unknown {
    const { Type, Default } = this.stack.template.Parameters[name] ?? {};
    if (Type === FROM_PARAMETER_STORE) {
      const value = this.#stored.get(String(Default));
      if (value === undefined) throw new Finding(`no stack before this one writes the parameter ${String(Default)}`);
      return value;
    }
    if (Type !== "String" && Type !== "Number") throw new Finding(`the parameter ${name} has the type ${Type}`);
    if (Default === undefined) throw new Finding(`the parameter ${name} has no value`);
    return Default;
  }

  #unresolved(logicalId: string): Unresolved {
    const resource = this.stack.template.Resources[logicalId];
    if (resource === undefined) throw new Finding(`there is no resource or parameter ${logicalId}`);
    if (!this.exists(resource)) throw new Finding(`${logicalId} does not exist: its condition does not hold`);
    return {
      stack: this.stack.name,
      logicalId,
      type: resource.Type,
      text: (property) => {
        const value = this.resolver.resolve(resource.Properties[property]);
        if (value !== undefined && typeof value !== "string")
          throw new Finding(`${logicalId} ${property} is not a text`);
        return value;
      },
    };
  }

  /** A name that needs itself would never end. */
  #once<T>(question: string, answer: () => T): T {
    if (this.#asking.includes(question)) throw new Finding(`a circle: ${[...this.#asking, question].join(" → ")}`);
    this.#asking.push(question);
    try {
      return answer();
    } finally {
      this.#asking.pop();
    }
  }
}
