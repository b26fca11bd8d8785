/**
 * What may import what. Doors are deployed and nobody imports them; imports point inward (doors → deployed → use cases
 * → store → domain → kernel → law); a neighbour is reached by its front door, index.ts, alone. Tests may import
 * everything. swc does not tell `import type` apart, so a rule here holds for types too.
 */
const CONTEXT = "functions/(?!kernel/|platform/)[^/]+";
const DOORS = "(api|tasks|listener|sweep|seal|anonymous|authorizer|exchange|receive)(/|\\.ts$)";
const DOOR = `^(functions/[^/]+/${DOORS}|functions/platform/relay/door\\.ts$)`;
/** The fixed names of a context; every other file is its domain. A file that has become a folder counts the same. */
const FIXED = `(${DOORS}|(deployed|opened|starters|use-cases|store|contract|events|settings|seed|index)(/|\\.ts$))`;

/** What of the platform says what there is, and does nothing. */
const DECLARES = "principal|register|operation|page|refusals|store/declare|store/open";
/** Where something starts: doors, commands, and each context's front door, which is for neighbours to come. */
const ENTRIES = `${DOOR}|^functions/[^/]+/index\\.ts$|^(infra/(app|synth|documents)|local/(start|clock-command|token-command)|law/report|demo/demo|bench/bench)\\.ts$`;
/** Used by name: a worker's entry, an alias of the bundler, jest's set-up. */
const NAMED =
  "^(local/lambda/worker|functions/platform/(credentials|event-streams)|test/support/(environment|before-all|after-all))\\.ts$";

const error = (name, comment, from, to) => ({ name, severity: "error", comment, from, to });

module.exports = {
  forbidden: [
    error("no-cycles", "Of two files that need each other neither can be read alone.", {}, { circular: true }),
    error(
      "no-orphans",
      "Nobody imports it and it imports nobody: it is dead.",
      { orphan: true, pathNot: `^(test|bench|demo)/|${NAMED}` },
      {},
    ),
    error(
      "no-dead-files",
      "Neither an entry point nor a test leads to it.",
      { path: `${ENTRIES}|^test/.*\\.test\\.ts$` },
      { path: "^(functions|law|infra|local|test/support)/", pathNot: `${ENTRIES}|${NAMED}`, reachable: false },
    ),
    error("resolvable", "It does not exist.", {}, { couldNotResolve: true }),
    error(
      "declared-packages",
      "A package is used only if package.json names it.",
      {},
      { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    ),
    error(
      "deployed-code-uses-runtime-packages",
      "What runs in Lambda takes only `dependencies`; the description of the API is written at build time.",
      { path: "^(functions|law)/", pathNot: "^functions/platform/openapi/" },
      { dependencyTypes: ["npm-dev", "npm-optional"], pathNot: "node_modules/(@types/|@smithy/types/)" },
    ),

    error("nobody-imports-a-door", "Doors are deployed, not called.", { pathNot: "^test/" }, { path: DOOR }),
    error(
      "neighbours-by-the-front-door",
      "A context shows its neighbours index.ts and nothing else.",
      { path: `^functions/([^/]+)/`, pathNot: "^functions/(kernel|platform)/" },
      { path: `^${CONTEXT}/`, pathNot: "^functions/($1/|[^/]+/index\\.ts$)" },
    ),
    error(
      "domain-knows-the-law-alone",
      "Shapes, rules and acts know kernel and law; of the platform only what declares: operations, registers, stores.",
      { path: `^${CONTEXT}/`, pathNot: `^${CONTEXT}/${FIXED}` },
      {
        path: `^${CONTEXT}/(${DOORS}|(deployed|use-cases|store|contract|settings)(/|\\.ts$))|^functions/platform/(?!(${DECLARES})\\.ts$)`,
      },
    ),
    error(
      "imports-point-inward",
      "Store, contract, events and settings stand inside the use cases.",
      { path: `^${CONTEXT}/(store|contract|events|settings)(/|\\.ts$)` },
      { path: `^${CONTEXT}/(deployed|use-cases)(/|\\.ts$)` },
    ),
    error(
      "use-cases-are-given-what-they-need",
      "A use case is told its settings and the day, and is given its stores.",
      { path: `^${CONTEXT}/use-cases(/|\\.ts$)` },
      { path: `^${CONTEXT}/(deployed|settings)(/|\\.ts$)` },
    ),
    error(
      "aws-at-the-edge",
      "Only doors, what is deployed or opened, starters of flows and a store know AWS, the environment or the time.",
      { path: `^${CONTEXT}/`, pathNot: `^${CONTEXT}/(${DOORS}|(deployed|opened|starters|store)(/|\\.ts$))` },
      {
        path: "^functions/platform/(aws|deployment|flow|time|serve|listen|store/answers)\\.ts$|node_modules/@(aws-sdk|smithy)/",
      },
    ),
    error(
      "platform-knows-no-context",
      "The platform serves every context and knows none.",
      { path: "^functions/platform/" },
      { path: `^${CONTEXT}/` },
    ),
    error(
      "kernel-knows-the-law-and-zod",
      "The kernel is pure: it imports the law and zod.",
      { path: "^functions/kernel/" },
      { pathNot: "^(functions/kernel|law)/|node_modules/zod/" },
    ),
    error(
      "law-knows-nothing",
      "The law is data; only what reads and reports on the repository needs Node.",
      { path: "^law/", pathNot: "^law/(repository|report)\\.ts$" },
      { pathNot: "^law/" },
    ),
    error(
      "functions-are-deployed-alone",
      "What runs in Lambda knows neither how it is deployed nor how it is tested.",
      { path: "^(functions|law)/" },
      { path: "^(infra|local|test|bench|demo)/" },
    ),
    error(
      "infra-reads-declarations",
      "A stack is made from contracts, stores, settings and events; it never runs a use case.",
      { path: "^infra/" },
      { path: `^${CONTEXT}/(?!(contract|store|settings|events)(/|\\.ts$))|^(local|test|bench|demo)/` },
    ),
    error(
      "local-runs-what-was-synthesised",
      "The local cloud reads the assembly; of our code it knows contracts and the kernel. Its seed fills the registers.",
      { path: "^local/", pathNot: "^local/seed/" },
      { path: `^${CONTEXT}/(?!(contract|index)(/|\\.ts$))|^(infra|test|bench|demo)/` },
    ),
    error(
      "the-seed-opens-no-door",
      "What a new installation starts with is written by a context's own stores.",
      { path: "^local/seed/" },
      { path: `${DOOR}|^${CONTEXT}/(deployed|use-cases)(/|\\.ts$)` },
    ),
    error(
      "nothing-needs-a-test",
      "Tests, benchmarks and demonstrations are the outermost ring.",
      { path: "^(functions|law|infra|local)/" },
      { path: "^(test|bench|demo)/" },
    ),
  ],
  options: {
    parser: "swc",
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|cdk\\.out|coverage)/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      mainFields: ["module", "main", "types"],
    },
  },
};
