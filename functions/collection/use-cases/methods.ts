import type { CreditCode } from "../../kernel/credit-code.ts";
import { accept, type Outcome, refuse } from "../../kernel/outcome.ts";
import type { UseCases } from "../../platform/operation.ts";
import type { ordinary } from "../contract.ts";
import { isItsPoolsToRegister, methods } from "../method.ts";
import type { Deps } from "./deps.ts";

type OfMethods = "recordMethod" | "amendMethod" | "withdrawMethod" | "readMethod" | "listMethods";

export const ofMethods = (deps: Deps): Pick<UseCases<typeof ordinary>, OfMethods> => {
  const register = methods.useCases({ entries: deps.methods, today: deps.today });

  const isTheirPool = async (
    resource: string,
    institution: CreditCode | undefined,
  ): Promise<Outcome<unknown, "resource-not-in-force" | typeof isItsPoolsToRegister.code>> => {
    const binding = await deps.catalogue(resource);
    if (!binding.ok) return refuse("resource-not-in-force", { resource }, ["A19"]);
    const its = isItsPoolsToRegister(binding.value, institution);
    return its.ok ? accept(its.value) : its;
  };
  /** The first part of an entry's id; of what is none, all of it: cut elsewhere it might end in half a character. */
  const poolOf = (id: string): string => id.split("~", 1)[0] ?? id;

  return {
    recordMethod: async (takes, call) => {
      const its = await isTheirPool(takes.entry.resource, call.by.institution);
      return its.ok ? register.record(takes, call) : its;
    },
    amendMethod: async (takes, call) => {
      const its = await isTheirPool(poolOf(takes.id), call.by.institution);
      return its.ok ? register.amend(takes, call) : its;
    },
    withdrawMethod: async (takes, call) => {
      const its = await isTheirPool(poolOf(takes.id), call.by.institution);
      return its.ok ? register.withdraw(takes, call) : its;
    },
    readMethod: register.read,
    listMethods: register.list,
  };
};
