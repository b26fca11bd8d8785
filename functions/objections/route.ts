import * as z from "zod";
import { CreditCode } from "../kernel/credit-code.ts";

/** Whose power it is to correct (A48), and why, as a code. */
export const Route = z
  .discriminatedUnion("power", [
    z.object({
      power: z.literal("center"),
      because: z.enum(["compiled-by-center", "integrated-by-center", "resource-unknown", "sent-back"]),
      cites: z.literal("A48(1)"),
    }),
    z.object({
      power: z.literal("department"),
      department: CreditCode,
      because: z.enum(["compiled-by-department", "named-by-center"]),
      cites: z.literal("A48(2)"),
    }),
  ])
  .meta({ id: "ObjectionRoute", description: "更正权限及理由。Whose it is to correct, and why." });
export type Route = z.infer<typeof Route>;

type About = Readonly<{
  /** The department that compiles the resource; nothing where no resource is known. */
  compiledBy: CreditCode | undefined;
  /** Whether the fault is said to lie in a database that the Center has put together (A23). */
  integrated: boolean;
  center: CreditCode | undefined;
}>;

/** By power to correct: the Center's own, what it integrates and what nobody knows yet; else the department's. */
export const routeOf = ({ compiledBy, integrated, center }: About): Route => {
  const own = { power: "center", cites: "A48(1)" } as const;
  if (integrated) return { ...own, because: "integrated-by-center" };
  if (compiledBy === undefined) return { ...own, because: "resource-unknown" };
  if (compiledBy === center) return { ...own, because: "compiled-by-center" };
  return { power: "department", department: compiledBy, because: "compiled-by-department", cites: "A48(2)" };
};
