import * as z from "zod";
import { typeOf } from "../../functions/kernel/event.ts";
import type { AnyOperation, Meaning } from "../../functions/platform/operation.ts";
import { COMMAND, PLATFORM_REFUSALS } from "../../functions/platform/refusals.ts";
import { CONTEXTS } from "../../infra/contexts/index.ts";
import { contextFolders, textOf } from "./files.ts";

type Named = Readonly<{ context: string; name: string; operation: AnyOperation }>;

const operations: readonly Named[] = CONTEXTS.flatMap(({ name: context, contract }) =>
  Object.entries(contract).map(([name, operation]) => ({ context, name, operation })),
);

/** What some operations have that should not, as `operation: what`. */
const wrong = (find: (named: Named) => readonly string[]): string[] =>
  operations.flatMap((named) => find(named).map((what) => `${named.name}: ${what}`));

const parametersOf = ({ path }: AnyOperation): string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);

const twice = (names: readonly string[]): string[] => names.filter((name, at) => names.indexOf(name) !== at);

/** The part of a context's README that says what it announces, to whom. */
const announcedIn = (context: string): string =>
  /^## Announces and listens$([\s\S]*?)^## /m.exec(textOf(`functions/${context}/README.md`))?.[1] ?? "";

describe("contexts", () => {
  it("are all deployed", () => {
    expect(CONTEXTS.map(({ name }) => name).sort()).toEqual(contextFolders().sort());
  });
});

describe("every operation", () => {
  it("has a name of its own over all contexts", () => {
    expect(twice(operations.map(({ name }) => name))).toEqual([]);
  });

  it("has a route of its own", () => {
    const routes = operations.map(({ operation }) => `${operation.method} ${operation.path.replace(/\{\w+\}/g, "{}")}`);
    expect(twice(routes)).toEqual([]);
  });

  it("calls a parameter what its neighbours at the same place call it, as the gateway demands", () => {
    const names = new Map<string, Set<string>>();
    for (const { operation } of operations) {
      for (const { index, 0: parameter } of operation.path.matchAll(/\{\w+\}/g)) {
        const place = operation.path.slice(0, index).replace(/\{\w+\}/g, "{}");
        names.set(place, new Set([...(names.get(place) ?? []), parameter]));
      }
    }
    expect([...names].filter(([, called]) => called.size > 1)).toEqual([]);
  });

  it("takes every parameter of its path as a field", () => {
    expect(
      wrong(({ operation }) => parametersOf(operation).filter((name) => !(name in operation.takes.shape))),
    ).toEqual([]);
  });

  it("refuses fields that it does not know", () => {
    expect(
      wrong(({ operation }) =>
        operation.takes.safeParse({ ...Object(operation.example.takes), aFieldNobodyKnows: 1 }).success
          ? ["lenient"]
          : [],
      ),
    ).toEqual([]);
  });

  it("says in both languages what it does", () => {
    expect(
      wrong(({ operation: { says } }) => [
        ...(/\p{Script=Han}/u.test(says.zh) ? [] : [`zh: ${says.zh}`]),
        ...(/^[A-Z]/.test(says.en) && !/\p{Script=Han}/u.test(says.en) ? [] : [`en: ${says.en}`]),
      ]),
    ).toEqual([]);
  });

  /** What a read may be called; a new verb is a decision, made here. */
  const READING = /^((exchange|read|list|search|find|explain|calculate|count|compare|verify|export|diagnose)[A-Z])/;

  it("is named by verb and object; reads begin with a verb that changes nothing, commands never do", () => {
    expect(
      wrong(({ name, operation: { duty } }) => (READING.test(name) === (duty === "read") ? [] : [`is a ${duty}`])),
    ).toEqual([]);
    expect(operations.map(({ name }) => name).filter((name) => !/^[a-z]+([A-Z][a-z]*)+$/.test(name))).toEqual([]);
  });

  /** The keys of an exchange are about people: they belong into no address, which every log of the way keeps (A47p2). */
  it("reads by GET and changes by POST, PUT or DELETE; an exchange asks by POST", () => {
    expect(
      wrong(({ operation: { duty, method, power } }) =>
        (method === "GET") === (duty === "read" && power !== "exchange") ? [] : [`${duty} by ${method}`],
      ),
    ).toEqual([]);
  });

  it.each(operations)("$context: the example of $name is what it takes and gives", ({ operation }) => {
    operation.takes.parse(operation.example.takes);
    operation.gives.parse(operation.example.gives);
  });
});

describe("every refusal", () => {
  const refusals = operations.flatMap(({ name, operation }) =>
    Object.entries<Meaning>(operation.refusals).map(([code, meaning]) => ({ name, code, ...meaning })),
  );
  const all = [
    ...refusals,
    ...Object.entries(PLATFORM_REFUSALS).map(([code, meaning]) => ({ name: "platform", code, ...meaning })),
  ];

  it("has a code in lower case with hyphens", () => {
    expect(all.filter(({ code }) => !/^[a-z]+(-[a-z0-9]+)*$/.test(code))).toEqual([]);
  });

  it("has a title in both languages", () => {
    expect(all.filter(({ zh, en }) => !/\p{Script=Han}/u.test(zh) || !/^[A-Z]/.test(en))).toEqual([]);
  });

  it("means one status, whoever gives it", () => {
    const statuses = new Map<string, Set<number>>();
    for (const { code, status } of all) statuses.set(code, new Set([...(statuses.get(code) ?? []), status]));
    expect([...statuses].filter(([, its]) => its.size > 1)).toEqual([]);
  });
});

describe("every command that writes a table", () => {
  const writing = CONTEXTS.filter(({ stores }) => stores.length > 0).flatMap(({ contract }) =>
    Object.entries<AnyOperation>(contract).filter(([, { duty, power }]) => duty === "command" && power === undefined),
  );

  it("says that a key may be used once, and that somebody may have been faster", () => {
    const missing = writing.flatMap(([name, { refusals }]) =>
      Object.keys(COMMAND)
        .filter((code) => !(code in refusals))
        .map((code) => `${name}: ${code}`),
    );
    expect(missing).toEqual([]);
  });
});

describe("every event", () => {
  /** The ledger is no store of records: it announces nothing. */
  const Declared = z.object({ announces: z.instanceof(z.ZodType).optional() });
  const Types = z.union([
    z.object({ const: z.string() }).transform(({ const: only }) => [only]),
    z.object({ enum: z.array(z.string()) }).transform(({ enum: all }) => all),
  ]);
  const Shape = z.object({ properties: z.object({ type: Types }) }).transform(({ properties }) => properties.type);
  const Events = z.union([
    Shape,
    z.object({ oneOf: z.array(Shape) }).transform(({ oneOf }) => oneOf.flat()),
    z.object({ anyOf: z.array(Shape) }).transform(({ anyOf }) => anyOf.flat()),
  ]);

  const announced = CONTEXTS.flatMap(({ name: context, stores }) =>
    stores.flatMap((store) => {
      const { announces } = Declared.parse(store);
      if (announces === undefined) return [];
      const types = Events.parse(z.toJSONSchema(announces, { unrepresentable: "any", io: "input" }));
      return types.map((type) => ({ context, type }));
    }),
  );
  const heard = CONTEXTS.flatMap(({ name, listener: { hears = [] } = {} }) =>
    hears === "waits" ? [] : hears.map((schema) => ({ by: name, type: typeOf(schema) })),
  );

  it("is called <its context>.<fact>.v<version>", () => {
    expect(
      announced.filter(({ context, type }) => !new RegExp(`^${context}\\.[a-z][a-z0-9-]*\\.v[1-9]\\d*$`).test(type)),
    ).toEqual([]);
  });

  it("is announced by one store", () => {
    expect(twice(announced.map(({ type }) => type))).toEqual([]);
  });

  it("is listed by its context's README, with who hears it", () => {
    const unlisted = announced.filter(({ context, type }) => !announcedIn(context).includes(`\`${type}\``));
    expect(unlisted).toEqual([]);
  });

  it("that somebody hears is announced by somebody, as soon as its context exists", () => {
    const known = new Set(announced.map(({ type }) => type));
    const existing = new Set<string | undefined>(CONTEXTS.map(({ name }) => name));
    expect(heard.filter(({ type }) => existing.has(type.split(".")[0]) && !known.has(type))).toEqual([]);
  });
});
