import { openApiDocument } from "../../functions/platform/openapi/document.ts";
import { GATEWAY_RESPONSES } from "../../functions/platform/openapi/gateway.ts";
import { CONTEXTS } from "../../infra/contexts/index.ts";
import { filesUnder, textOf } from "./files.ts";

/** A message that a schema is given: the text after a check's comma, or after `error:`. */
const MESSAGE = /(?:\.(?:refine|regex|min|max|int|nonnegative|date|enum)\(.*|error: )["`][^"`]*\p{Script=Han}/u;

describe("what a caller is told", () => {
  it("by a schema is in both languages", () => {
    const oneSided = filesUnder("functions")
      .filter((path) => path.endsWith(".ts"))
      .flatMap((path) => textOf(path).split("\n"))
      .filter((line) => MESSAGE.test(line) && !line.includes("both(") && !line.includes("description:"));
    expect(oneSided).toEqual([]);
  });

  it("by the gateway, which cannot ask for a language, is in both", () => {
    for (const { responseTemplates } of Object.values(GATEWAY_RESPONSES))
      expect(JSON.parse(responseTemplates["application/json"]).title).toMatch(/\p{Script=Han}.* · [A-Z]/u);
  });
});

describe("the API's description", () => {
  const { paths, components } = openApiDocument(
    Object.fromEntries(CONTEXTS.map(({ name, contract }) => [name, contract])),
  );

  it("holds the problem document once", () => {
    expect(components?.schemas).toHaveProperty("Problem");
    expect(JSON.stringify(paths)).not.toContain('"traceId"');
  });

  it("tells of If-Match at every command", () => {
    const { parameters } = paths?.["/catalog/resources/{id}"]?.put ?? {};
    expect(parameters).toContainEqual(expect.objectContaining({ in: "header", name: "If-Match" }));
  });
});
