/**
 * Mutation tests of the pure modules that decide what is ordered and when: `npx stryker run`.
 * docs/engineering/mutation-testing.md says what they found.
 */
import Module, { createRequire } from "node:module";

// The runner asks mocha for files without their ending, which is ".cjs" since mocha 12. Stryker loads this file as a plugin
// too, so that both its processes know that ending before they load the runner.
Module._extensions[".cjs"] ??= Module._extensions[".js"];
const { strykerPlugins, strykerValidationSchema } = await import("@stryker-mutator/mocha-runner");
export { strykerPlugins, strykerValidationSchema };

// The same few random cases for every mutant: quick, and the score is the same in every run.
process.env["PROPERTY_RUNS"] ??= "0.04";
createRequire(import.meta.url)("fast-check").configureGlobal({ seed: 1 });
// What reads the machine's clocks instead of a zone's must not pass because both are UTC.
process.env["TZ"] = "America/New_York";

/** @type {import("@stryker-mutator/api/core").PartialStrykerOptions} */
export default {
  plugins: ["./stryker.config.mjs"],
  mutate: [
    "provider/src/plan/orders/*.ts",
    // Mostly texts.
    "!provider/src/plan/orders/{failures,notices,refusals}.ts",
    "provider/src/plan/schedule/*.ts",
    // Exports alone.
    "!provider/src/plan/schedule/index.ts",
  ],
  testRunner: "mocha",
  mochaOptions: {
    // Those of many random cases last: most mutants never get as far. timeZone.test.ts runs others in processes of its own.
    spec: [
      "tests/plan/{,model,lines,input,orders,state}/*.test.ts",
      "tests/plan/schedule/!(oracle|properties|timeZone).test.ts",
      "tests/apply/*.test.ts",
      "tests/plan/schedule/@(oracle|properties).test.ts",
    ],
  },
  coverageAnalysis: "perTest",
  concurrency: 1,
  timeoutMS: 2_000,
  dryRunTimeoutMinutes: 20,
  // Under coverage/, which git and Prettier pass over.
  tempDirName: "coverage/stryker",
  reporters: ["clear-text", "html", "json", "progress-append-only"],
  htmlReporter: { fileName: "coverage/mutation/index.html" },
  jsonReporter: { fileName: "coverage/mutation/mutation.json" },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 95, low: 90, break: 90 },
};
