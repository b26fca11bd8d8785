import * as z from "zod";
import { CreditCode } from "../kernel/credit-code.ts";

/** Whose power it is to correct (A48), and why: a code that people are shown in both languages. */
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

/** What the reasons say. */
export const BECAUSE = {
  "compiled-by-center": { zh: "该资源由市大数据中心编制", en: "The Center compiles the resource itself" },
  "integrated-by-center": { zh: "问题出在市大数据中心的整合环节", en: "The fault lies in what the Center integrates" },
  "resource-unknown": {
    zh: "尚不知属于哪项资源，由市大数据中心查明",
    en: "The Center has to find out of which resource",
  },
  "sent-back": { zh: "责任部门说明不属于其权限，已退回", en: "The department has sent it back: not within its power" },
  "compiled-by-department": { zh: "该资源由市级责任部门编制", en: "A responsible department compiles the resource" },
  "named-by-center": { zh: "市大数据中心查明属于该部门权限", en: "The Center has found it to be within its power" },
} as const satisfies Record<Route["because"], Readonly<{ zh: string; en: string }>>;

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
