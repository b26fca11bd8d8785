import type { Citation } from "../../law/articles.ts";
import { accept, type Facts, type Outcome, refuse } from "./outcome.ts";

export const pass = <T>(established: T) => ({ pass: established }) as const;
export const stop = (facts: Facts = {}) => ({ stop: facts }) as const;

/** Stops an act the law forbids, and otherwise hands on what it has established. */
export const bar = <A extends readonly unknown[], T, C extends string>(
  cites: Citation,
  code: C,
  judge: (...about: A) => { readonly pass: T } | { readonly stop: Facts },
) =>
  Object.assign(
    (...about: A): Outcome<T, C> => {
      const verdict = judge(...about);
      return "pass" in verdict ? accept(verdict.pass) : refuse(code, verdict.stop, [cites]);
    },
    { kind: "rule", cites, code } as const,
  );
