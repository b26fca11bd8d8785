import type { ContextDeclaration, Grant, Use } from "./context.ts";

/** What a function of each kind does with its context's table, unless the context says otherwise. */
export const USES = {
  reader: ["find", "list"],
  api: ["find", "list", "save", "release"],
  power: ["find"],
  listener: ["find", "save"],
  task: ["find", "save"],
  sweep: ["list", "save"],
} as const satisfies Record<string, readonly Use[]>;

/**
 * What a function may do with its context's table, for what it does there. Listing needs the indexes, by name, and not
 * the table. Throws at a name that is no index of the table.
 */
export const tableGrants = (
  { name, stores }: Pick<ContextDeclaration, "name" | "stores">,
  tableArn: string,
  uses: readonly Use[],
  lists?: readonly string[],
): Grant[] => {
  if (stores.length === 0) return [];
  const claims = stores.some((store) => store.claims !== undefined);
  const indexes = [...new Set(stores.flatMap((store) => Object.keys(store.indexes)))];
  const unknown = lists?.find((index) => !indexes.includes(index));
  if (unknown !== undefined) throw new Error(`The table of ${name} has no index ${unknown}.`);
  const actions: Readonly<Record<Use, readonly string[]>> = {
    find: ["dynamodb:GetItem"],
    list: [],
    query: ["dynamodb:Query"],
    save: ["dynamodb:PutItem"],
    release: claims ? ["dynamodb:DeleteItem"] : [],
    demand: ["dynamodb:ConditionCheckItem"],
  };
  const onTable = uses.flatMap((use) => actions[use]);
  const listed = uses.includes("list") ? (lists ?? indexes).map((index) => `${tableArn}/index/${index}`) : [];
  return [
    ...(onTable.length > 0 ? [{ actions: onTable, resources: [tableArn] }] : []),
    ...(listed.length > 0 ? [{ actions: ["dynamodb:Query"], resources: listed }] : []),
  ];
};
