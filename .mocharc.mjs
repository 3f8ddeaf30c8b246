import { availableParallelism } from "node:os";

export default {
  require: "tsx/cjs",
  reporter: "./tools/reporter.mjs",
  timeout: "10s",
  // With --parallel. Most of what a long test does is wait for a command.
  jobs: availableParallelism() + 1,
  failZero: true,
  // A test that a failed hook kept from running has failed too.
  failHookAffectedTests: true,
  forbidOnly: Boolean(process.env.CI),
};
