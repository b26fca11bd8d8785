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
