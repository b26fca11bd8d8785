import type * as z from "zod";

/** What the assembly asks for and the local cloud does not give: every finding at once, each naming where it is. */
export class AssemblyRefused extends Error {
  readonly findings: readonly string[];

  constructor(findings: readonly string[]) {
    super(`The local cloud cannot run this assembly:\n${findings.map((finding) => `- ${finding}`).join("\n")}`);
    this.name = "AssemblyRefused";
    this.findings = findings;
  }
}

/** One reason to refuse, thrown while a value is resolved; the reader adds where it stands. */
export class Finding extends Error {}

/** What a shape found wrong, by path; `under` is cut off the path where it only says how we keep things. */
export const explainShape = (error: z.ZodError, under?: string): string[] => {
  const explain = (issue: z.core.$ZodIssue, above: readonly PropertyKey[]): string[] => {
    const steps = [...above, ...issue.path];
    // Of several shapes that might have been meant, the one that is closest.
    const [closest] = issue.code === "invalid_union" ? [...issue.errors].sort((a, b) => a.length - b.length) : [];
    if (closest !== undefined) return closest.flatMap((inner) => explain(inner, steps));
    const path = steps.filter((step) => step !== under).join(".");
    if (issue.code !== "unrecognized_keys") return [`${path}: ${issue.message}`];
    return [`${issue.keys.map((key) => (path === "" ? key : `${path}.${key}`)).join(", ")} is not supported`];
  };
  return error.issues.flatMap((issue) => explain(issue, []));
};
