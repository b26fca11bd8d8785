/** Type checking is `npm run check`; here swc only strips the types, so a test run starts in seconds. */
const swc = [
  "@swc/jest",
  { jsc: { target: "es2023", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
];

export default {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  transform: { "^.+\\.[cm]?[jt]s$": swc },
  transformIgnorePatterns: ["/node_modules/(?!(@middy|uuid|jose|canonicalize)/)"],
  // It exports to `import` alone, which jest does not ask for.
  moduleNameMapper: { "^canonicalize$": "<rootDir>/node_modules/canonicalize/lib/canonicalize.js" },
  globalSetup: "<rootDir>/test/support/before-all.ts",
  globalTeardown: "<rootDir>/test/support/after-all.ts",
  setupFiles: ["<rootDir>/test/support/environment.ts"],
  maxWorkers: 2,
  // Long enough that a busy machine decides nothing; what hangs is still found.
  testTimeout: 900_000,
};
